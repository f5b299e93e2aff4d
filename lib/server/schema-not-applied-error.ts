import { DriverError } from '../driver/errors/driver-error.js';
import { propertyOf } from '../errors/read-safely.js';
import { shownText } from '../errors/shown-name.js';
import type { SchemaChange } from './schema-change.js';

/** DuplicateKey, and CannotConvertIndexToUnique. */
const duplicateCodes: readonly unknown[] = Object.freeze([11000, 359]);

/** A change of a collection or index failed. Those before it stand; applying again goes on where it ended. */
export class SchemaNotAppliedError extends DriverError {
  readonly code = 'SCHEMA_NOT_APPLIED';
  readonly connection: string;
  /** The change that failed; of its steps some may have been taken. */
  readonly change: SchemaChange;
  /** The changes that were carried out before. */
  readonly applied: readonly SchemaChange[];
  /** The server's error code, if it has answered. */
  readonly serverCode: number | undefined;

  constructor(connection: string, change: SchemaChange, applied: readonly SchemaChange[], cause: unknown) {
    const code = propertyOf(cause, 'code');
    super({
      problem: problemOf(connection, change),
      ...reasonsOf(code, propertyOf(cause, 'codeName')),
      cause,
    });
    this.connection = connection;
    this.change = change;
    this.applied = Object.freeze([...applied]);
    this.serverCode = typeof code === 'number' ? code : undefined;
  }
}

function problemOf(connection: string, { collection, index }: SchemaChange): string {
  const subject =
    index === undefined
      ? `The collection ${shownText(collection, 80)}`
      : `The index ${shownText(index, 80)} of ${shownText(collection, 80)}`;
  return `${subject} on the connection "${connection}" was not made as declared`;
}

function reasonsOf(code: unknown, name: unknown): { readonly reason: string; readonly remedy: string } {
  if (duplicateCodes.includes(code)) {
    return {
      reason: 'It is unique, and documents have the same values under it',
      remedy:
        'Find them by an aggregation that groups by its paths and counts, change or delete them, then apply again',
    };
  }
  if (typeof code !== 'number') {
    return {
      reason: 'The server did not answer, so it is not known whether it was done',
      remedy: `See "cause", then apply again: it goes on where it ended`,
    };
  }
  const shown = typeof name === 'string' && /^\w+$/.test(name) ? ` (${name})` : '';
  return {
    reason: `The server refused it with code ${code}${shown}`,
    remedy: `See "cause" for the server's message; applying again goes on where it ended`,
  };
}
