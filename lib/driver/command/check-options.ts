import { ReadPreference } from 'mongodb';
import { isCollation } from '../../value/collation.js';
import { isEmptyPlain, isPlainObject } from '../../value/plain-object.js';
import { isText } from '../../value/text.js';
import type { ServerOptions } from './find-options.js';

/** The amount of detail in the answer of `explain`, by the names of MongoDB. */
export type ExplainVerbosity = 'queryPlanner' | 'executionStats' | 'allPlansExecution';

export const explainVerbosities: readonly ExplainVerbosity[] = Object.freeze([
  ...(['queryPlanner', 'executionStats', 'allPlansExecution'] as const),
]);

/** The read concerns of MongoDB. */
const readConcernLevels: readonly unknown[] = Object.freeze([
  ...['local', 'available', 'majority', 'linearizable', 'snapshot'],
]);

/** The modes of read preferences. */
const readPreferenceModes: readonly unknown[] = Object.freeze([
  ...['primary', 'primaryPreferred', 'secondary', 'secondaryPreferred', 'nearest'],
]);

/** Whether a value is a mode, or a read preference of the driver with tags and the like. */
function isReadPreference(value: unknown): boolean {
  return value instanceof ReadPreference || readPreferenceModes.includes(value);
}

function isIndex(value: unknown): boolean {
  return (isText(value) && value !== '') || (isPlainObject(value) && !isEmptyPlain(value));
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/** A check of a value, and the values that pass it, for messages. */
export type OptionCheck = readonly [isValid: (value: unknown) => boolean, expected: string];

/** The checks of options for the server, of query sets and aggregations alike. The paths of a hint are checked by the class. */
export const optionChecks: Readonly<Record<keyof ServerOptions, OptionCheck>> = Object.freeze({
  allowDiskUse: [isBoolean, 'true or false'],
  batchSize: [isCount, 'a whole number from 1 on'],
  collation: [isCollation, 'a locale, and options of the driver'],
  comment: [isText, 'a text'],
  hint: [isIndex, 'the name of an index, or its paths and directions'],
  maxTimeMS: [(value) => value === Infinity || isCount(value), 'a whole number from 1 on, or Infinity'],
  readConcern: [(value) => readConcernLevels.includes(value), listOf(readConcernLevels)],
  readPreference: [isReadPreference, `${listOf(readPreferenceModes)}, or one of the driver's`],
});

function listOf(words: readonly unknown[]): string {
  return words.map((each) => `'${String(each)}'`).join(', ');
}

/** Whether a read preference means the primary, the only one that a transaction allows. */
export function isPrimary(value: ReadPreference | string): boolean {
  return (typeof value === 'string' ? value : value.mode) === 'primary';
}
