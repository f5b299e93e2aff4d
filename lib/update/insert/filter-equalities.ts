import { allOfNode } from '../../query/array/all-of.js';
import { oneOfValues } from '../../query/comparison/one-of.js';
import { Operator } from '../../query/filter-operator.js';
import type { FilterNode } from '../../query/filter-operator.js';
import { andNode } from '../../query/logic/and.js';
import { orNode } from '../../query/logic/or.js';
import { isPlainObject } from '../../value/plain-object.js';

/** A value that a document must have at a path to match a filter. */
export type Equality = readonly [path: string, value: unknown];

/** Lists the values that a filter, which was found valid, demands by itself. Conditions made by `raw` count as none. */
export function equalitiesOf(filter: unknown): Equality[] {
  if (Operator.isOperator(filter)) return conditionsIn(filter).flatMap(equalitiesOf);
  if (!isPlainObject(filter)) return [];
  return Object.entries(filter).flatMap(([path, condition]) =>
    valuesIn(condition).map((value): Equality => [path, value]),
  );
}

function valuesIn(condition: unknown): unknown[] {
  if (condition === undefined) return [];
  if (!Operator.isOperator(condition)) return [condition];
  const { node, operand } = Operator.read(condition);
  if (node === (oneOfValues as FilterNode))
    return (operand as unknown[]).length === 1 ? (operand as unknown[]) : [];
  // Several are several values of one path, which no insert can have.
  if (node === (allOfNode as FilterNode)) return operand as unknown[];
  return conditionsIn(condition).flatMap(valuesIn);
}

/** The conditions that all must hold; also the only alternative of `or`, as the server sees it. */
function conditionsIn(operator: Operator): readonly unknown[] {
  const { node, operand } = Operator.read(operator);
  const conditions = operand as readonly unknown[];
  if (node === (andNode as FilterNode)) return conditions;
  return node === (orNode as FilterNode) && conditions.length === 1 ? conditions : [];
}
