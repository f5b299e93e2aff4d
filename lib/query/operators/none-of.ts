import type { FilterNode } from './filter-operator.js';
import { compileList } from './one-of.js';

/** A value that is not in a list, or is absent. */
export const noneOfValues: FilterNode = {
  key: '$nin',
  code: 'not(oneOf([...]))',
  fits: () => true,
  compile: compileList,
};
