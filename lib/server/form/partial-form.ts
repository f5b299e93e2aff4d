import { contentKey } from '../../value/equality/content-key.js';
import { isPlainObject } from '../../value/plain-object.js';

/** A filter of a partial index as a text that is equal for the same conditions: `{ a: 1 }`, `{ a: { $eq: 1 } }`, in any order. */
export function partialForm(filter: unknown): string {
  return isPlainObject(filter) ? joined(conditionsOf(filter)) : '';
}

/** The paths of a filter, for messages: never its values. */
export function partialPaths(filter: unknown): readonly string[] {
  if (!isPlainObject(filter)) return [];
  const paths = Object.entries(filter).flatMap(([key, operand]) =>
    key.startsWith('$') ? listOf(operand).flatMap(partialPaths) : [key],
  );
  return [...new Set(paths)];
}

function conditionsOf(filter: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(filter).flatMap(([key, operand]) => {
    if (key === '$and') return listOf(operand).filter(isPlainObject).flatMap(conditionsOf);
    if (key === '$or') return [`$or(${listOf(operand).map(partialForm).sort().join(' | ')})`];
    return operatorsOf(operand).map(
      ([name, value]) => `${JSON.stringify(key)} ${name} ${valueForm(name, value)}`,
    );
  });
}

/** The operators on one path; a plain value is equality. */
function operatorsOf(operand: unknown): (readonly [name: string, value: unknown])[] {
  const isOperators = isPlainObject(operand) && Object.keys(operand).some((name) => name.startsWith('$'));
  return isOperators ? Object.entries(operand) : [['$eq', operand]];
}

function valueForm(operator: string, value: unknown): string {
  if (operator === '$exists') return String(Boolean(value));
  if (operator === '$in' || operator === '$type')
    return [...new Set(listOf(value).map(contentKey))].sort().join();
  return contentKey(value);
}

function joined(conditions: readonly string[]): string {
  return [...new Set(conditions)].sort().join(' & ');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
