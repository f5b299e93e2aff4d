import type { AggregateOptions, CollationOptions } from 'mongodb';
import { compileSort } from '../../query/compile-sort.js';
import type { DocumentSort } from '../../query/compile-sort.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { describeValue } from '../../value/describe-value.js';
import { isPlainObject } from '../../value/plain-object.js';
import { isObject } from '../../value/own-value.js';
import { InvalidOptionsError } from '../operation-errors.js';
import type { OperationOptions } from '../operation-options.js';

/** Options of `aggregate`, by the names of MongoDB. */
export interface AggregationOptions<T = unknown> extends OperationOptions {
  /** Whether stages may use files of the server. Default the server's. */
  readonly allowDiskUse?: boolean;
  /** The number of rows that the server sends at a time. Default the server's. */
  readonly batchSize?: number;
  /** The language whose rules text is compared by: `{ locale: 'de', strength: 2 }`. */
  readonly collation?: CollationOptions;
  /** A text for the logs of the server. */
  readonly comment?: string;
  /** The index to use: its name, or its paths. */
  readonly hint?: string | DocumentSort<T>;
  /** How long the server may work on a command, in milliseconds. Default no limit. */
  readonly maxTimeMS?: number;
}

type Check = (value: unknown) => boolean;

const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) > 0;

type OptionCheck = readonly [name: keyof AggregationOptions, check: Check, expected: string];

const checks = Object.freeze<OptionCheck[]>([
  ['allowDiskUse', (value) => typeof value === 'boolean', 'true or false'],
  ['batchSize', isCount, 'a whole number from 1 on'],
  [
    'collation',
    (value) => isPlainObject(value) && typeof value['locale'] === 'string',
    'an object with a locale',
  ],
  ['comment', (value) => typeof value === 'string', 'a text'],
  [
    'hint',
    (value) => typeof value === 'string' || isPlainObject(value),
    'the name of an index, or its paths',
  ],
  ['maxTimeMS', isCount, 'a whole number from 1 on'],
]);

/** The options as the driver takes them. Those for the operation itself are left out. @throws InvalidOptionsError, UnknownPathError */
export function driverOptionsOf(schema: RootSchema, options: AggregationOptions): AggregateOptions {
  const given: Record<string, unknown> = {};
  for (const [name, check, expected] of checks) {
    const value: unknown = isObject(options) ? options[name] : undefined;
    if (value === undefined) continue;
    if (!check(value))
      throw new InvalidOptionsError(
        schema.name,
        `"${name}" is ${describeValue(value)}, or one that it cannot be`,
        `Pass ${expected}`,
      );
    given[name] =
      name === 'hint' && typeof value !== 'string' ? Object.fromEntries(compileSort(schema, value)) : value;
  }
  return given;
}
