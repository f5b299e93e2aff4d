import type { FilterNode } from './filter-operator.js';
import { compileList } from './one-of.js';

/** None of several values. */
export const noneOfValues: FilterNode = {
  key: '$nin',
  code: 'not(oneOf([...]))',
  fits: () => true,
  compile: compileList,
};
