import type { DocumentFilter } from '../filter.js';
import { operator, Operator } from '../filter-operator.js';
import type { FilterExpression, FilterOperator, GroupNode } from '../filter-operator.js';

/** The type itself. Unlike with NoInfer<V>, operators in an argument can take their own type from it. */
type Expected<V> = [V][V extends unknown ? 0 : never];

/** Joins conditions on one path, or whole filters. */
export interface FilterGroup {
  /** Gives nothing that is a filter: without a condition it would match all documents, or none. */
  (): unknown;
  <T>(...filters: readonly DocumentFilter<T>[]): DocumentFilter<T> & FilterExpression<T>;
  <V>(
    ...conditions: readonly (FilterOperator<Expected<V>> | null)[]
  ): unknown extends V ? FilterOperator<never> : FilterOperator<V>;
}

/** Makes the function of a group. */
export function group(node: GroupNode): FilterGroup {
  return ((...conditions: readonly unknown[]) =>
    operator(node, Object.freeze(conditions))) as unknown as FilterGroup;
}

/** Makes the node of a group. */
export function groupNode(key: GroupNode['key'], name: string): GroupNode {
  return { key, code: `${name}(...)`, isGroup: true };
}

export function isGroup(value: unknown): value is Operator {
  return Operator.isOperator(value) && 'isGroup' in Operator.read(value).node;
}
