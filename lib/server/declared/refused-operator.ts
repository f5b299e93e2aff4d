import { isPlainObject } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';

/** The operators that the filter of an index may have. */
const allowed: readonly string[] = Object.freeze([
  ...['$eq', '$in', '$gt', '$gte', '$lt', '$lte', '$exists', '$type'],
]);

/** An operator of a filter that the server does not allow for an index: only those that a change of a document decides alone. */
export function refusedOperator(filter: Plain): string | undefined {
  for (const [key, condition] of Object.entries(filter)) {
    const refused = key.startsWith('$') ? ofGroup(key, condition) : ofPath(condition);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function ofGroup(key: string, members: unknown): string | undefined {
  if (key !== '$and' && key !== '$or') return key;
  return (members as readonly Plain[]).map(refusedOperator).find((each) => each !== undefined);
}

function ofPath(condition: unknown): string | undefined {
  if (!isPlainObject(condition)) return undefined;
  for (const [operator, operand] of Object.entries(condition)) {
    if (!operator.startsWith('$')) return undefined;
    if (!allowed.includes(operator)) return operator;
    if (operator === '$exists' && operand !== true) return '$exists: false';
  }
  return undefined;
}
