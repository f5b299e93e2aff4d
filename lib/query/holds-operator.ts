import { someEntry } from '../value/plain-object.js';
import type { FilterNode } from './filter-operator.js';

/** Whether a compiled filter has an operator, at any depth. */
export function holdsOperator(filter: unknown, { key: operator }: FilterNode): boolean {
  return someEntry(filter, (key) => key === operator);
}
