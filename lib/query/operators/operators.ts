import { equal } from './equal.js';
import type { FilterNode } from './filter-operator.js';
import { negation } from './negation.js';
import { noneOfValues } from './none-of.js';
import { notEqual } from './not-equal.js';
import { oneOfValues } from './one-of.js';

/** One operator in the table of all. */
interface OperatorRow {
  readonly node: FilterNode;
  /** The operator that `not` turns it into; undefined where it is wrapped in `$not`. */
  readonly opposite?: FilterNode;
}

/** All operators of filters: to add one, add a file and a row. */
const rows: readonly OperatorRow[] = Object.freeze([
  { node: equal, opposite: notEqual },
  { node: oneOfValues, opposite: noneOfValues },
  { node: notEqual, opposite: equal },
  { node: noneOfValues, opposite: oneOfValues },
  { node: negation },
]);

export function oppositeOf(node: FilterNode): FilterNode | undefined {
  return rows.find((row) => row.node === node)?.opposite;
}

/** The code to write for an operator of MongoDB; undefined for an unsupported one. */
export function codeFor(key: string): string | undefined {
  return rows.find(({ node }) => node.key === key)?.node.code;
}

/** The functions that make operators, as messages list them: `oneOf() or not()`. */
export function functionNames(): string {
  const names = rows.flatMap(({ node }) => /^\w+(?=\()/.exec(node.code) ?? []);
  return [...new Set(names)].map((name) => `${name}()`).join(' or ');
}
