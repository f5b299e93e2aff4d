import type { CollationOptions, ReadConcernLevel, ReadPreference, ReadPreferenceMode } from 'mongodb';
import { optionChecks } from '../../driver/command/check-options.js';
import type { ServerOptions } from '../../driver/command/find-options.js';
import { compileHint } from '../../query/compile-sort.js';
import type { DocumentSort } from '../../query/compile-sort.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { describeValue } from '../../value/describe-value.js';
import { frozenCopy } from '../../value/frozen-copy.js';
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
  /** How long the server may work on a command, in milliseconds; Infinity for no limit. Default `timeouts.query` of `forRoot`. */
  readonly maxTimeMS?: number;
  /** How well confirmed the data must be. Default that of the connection. In a transaction, which has its own, reading fails. */
  readonly readConcern?: ReadConcernLevel;
  /** The members of a replica set that may answer. Default that of the connection. In a transaction another one than `primary` fails. */
  readonly readPreference?: ReadPreferenceMode | ReadPreference;
}

/** Checks and compiles the options for the server; those for the operation itself are left out. @throws InvalidOptionsError, UnknownPathError */
export function serverOptionsOf(schema: RootSchema, options: AggregationOptions): ServerOptions {
  const given: Record<string, unknown> = {};
  for (const [name, [isValid, expected]] of Object.entries(optionChecks)) {
    const value: unknown = isObject(options) ? options[name] : undefined;
    if (value === undefined) continue;
    if (!isValid(value))
      throw new InvalidOptionsError(
        schema.name,
        `"${name}" is ${describeValue(value)}, or one that it cannot be`,
        `Pass ${expected}`,
      );
    given[name] = name === 'hint' ? compileHint(schema, value) : frozenCopy(value);
  }
  return given;
}
