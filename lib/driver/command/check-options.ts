import { ReadPreference } from 'mongodb';
import { isObject } from '../../value/own-value.js';

/** The fields of a collation, with the types that the server takes. */
const collationFields: Readonly<Record<string, string>> = Object.freeze({
  ...{ locale: 'string', strength: 'number', caseLevel: 'boolean', caseFirst: 'string' },
  ...{ numericOrdering: 'boolean', alternate: 'string', maxVariable: 'string', backwards: 'boolean' },
  normalization: 'boolean',
});

/** Whether a value is a collation: a locale, and known fields of their types. */
export function isCollation(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['locale'] === 'string' &&
    Object.entries(value).every(
      ([name, each]) => Object.hasOwn(collationFields, name) && typeof each === collationFields[name],
    )
  );
}

/** The amount of detail in the answer of `explain`, by the names of MongoDB. */
export type ExplainVerbosity = 'queryPlanner' | 'executionStats' | 'allPlansExecution';

export const explainVerbosities: readonly ExplainVerbosity[] = Object.freeze([
  ...(['queryPlanner', 'executionStats', 'allPlansExecution'] as const),
]);

/** The read concerns of MongoDB. */
export const readConcernLevels: readonly string[] = Object.freeze([
  ...['local', 'available', 'majority', 'linearizable', 'snapshot'],
]);

/** The modes of read preferences. */
export const readPreferenceModes: readonly string[] = Object.freeze([
  ...['primary', 'primaryPreferred', 'secondary', 'secondaryPreferred', 'nearest'],
]);

/** Whether a value is a mode, or a read preference of the driver with tags and the like. */
export function isReadPreference(value: unknown): boolean {
  return value instanceof ReadPreference || readPreferenceModes.includes(value as string);
}

/** Whether a read preference means the primary, the only one that a transaction allows. */
export function isPrimary(value: ReadPreference | string): boolean {
  return (typeof value === 'string' ? value : value.mode) === 'primary';
}
