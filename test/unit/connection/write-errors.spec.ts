import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { MongoBulkWriteError, MongoNetworkError, MongoServerError } from 'mongodb';
import {
  BulkWriteError,
  bulkOutcome,
  DuplicateKeyError,
  translateWriteError,
} from '../../../lib/connection/write-errors.js';

const duplicate = new MongoServerError({
  code: 11000,
  message: 'E11000 { a: "secret" }',
  keyPattern: { a: 1, b: 1 },
  errorLabels: ['x'],
});
/** As the driver throws it, with the indexes that failed. */
function bulkError(...indexes: number[]): MongoBulkWriteError {
  const writeErrors = indexes.map((index) => ({ index, code: 11000 }));
  return new MongoBulkWriteError({ message: 'dup', code: 11000, writeErrors } as never, {} as never);
}

describe('translateWriteError', () => {
  test('makes a DuplicateKeyError with the keys of the index', () => {
    const error = translateWriteError(duplicate, 'Person') as DuplicateKeyError;
    expect(error).toBeInstanceOf(DuplicateKeyError);
    expect([error.code, error.documentName, error.keys]).toEqual(['DUPLICATE_KEY', 'Person', ['a', 'b']]);
    expect(error.cause).toBe(duplicate);
    expect(error.message).toBe(
      'Person was not written. Another document has the same a, b. Choose another value, or load and change the document that has it.',
    );
  });

  test('keeps values out of what is logged, and labels in', () => {
    const error = translateWriteError(duplicate, 'Person') as DuplicateKeyError;
    expect(inspect(error)).not.toContain('secret');
    expect(error.hasErrorLabel('x')).toBe(true);
  });

  test('does without the keys where the server does not tell them', () => {
    const error = translateWriteError(new MongoServerError({ code: 11000 }), 'Person') as DuplicateKeyError;
    expect(error.keys).toEqual([]);
    expect(error.reason).toBe('Another document has the same value under a unique index');
  });

  test.each<[string, unknown]>([
    ['another error of the server', new MongoServerError({ code: 112 })],
    ['an error of the network', new MongoNetworkError('x')],
    ['an error of a bulk insert', bulkError(0)],
    ['an error of somebody else', new Error('x')],
    ['a text', 'x'],
  ])('hands %s back as it is', (_title, error) => {
    expect(translateWriteError(error, 'Person')).toBe(error);
  });
});

describe('bulkOutcome', () => {
  test.each([
    [
      'ordered, the second failed',
      bulkError(1),
      4,
      true,
      { applied: [0], failed: [1], notAttempted: [2, 3] },
    ],
    ['ordered, the first failed', bulkError(0), 2, true, { applied: [], failed: [0], notAttempted: [1] }],
    ['ordered, the last failed', bulkError(2), 3, true, { applied: [0, 1], failed: [2], notAttempted: [] }],
    [
      'unordered, two failed',
      bulkError(2, 0),
      4,
      false,
      { applied: [1, 3], failed: [2, 0], notAttempted: [] },
    ],
    ['unordered, all failed', bulkError(0, 1), 2, false, { applied: [], failed: [0, 1], notAttempted: [] }],
  ])('%s', (_title, error, count, ordered, expected) => {
    expect(bulkOutcome(error, count, ordered)).toEqual(expected);
  });

  test('reads a single write error as well', () => {
    const error = new MongoBulkWriteError(
      { message: 'dup', writeErrors: { index: 1 } } as never,
      {} as never,
    );
    expect(bulkOutcome(error, 2, true)).toEqual({ applied: [0], failed: [1], notAttempted: [] });
  });

  test.each<[string, unknown]>([
    ['no write error', bulkError()],
    ['an error of the network', new MongoNetworkError('x')],
    ['a duplicate key', duplicate],
    ['nothing', undefined],
  ])('is not known from %s', (_title, error) => {
    expect(bulkOutcome(error, 2, true)).toBeUndefined();
  });
});

describe('BulkWriteError', () => {
  const outcome = { applied: [0], failed: [1], notAttempted: [2, 3] };

  test('counts in its message, and lists indexes', () => {
    const cause = bulkError(1);
    const error = new BulkWriteError('Person', outcome, cause);
    expect(error.message).toBe(
      'Of 4 Person documents 1 were inserted. 1 were refused by the server, and 2 were not tried after that. ' +
        `See "applied", "failed" and "notAttempted" for the indexes; "cause" has the server's reasons.`,
    );
    expect([error.applied, error.failed, error.notAttempted]).toEqual([[0], [1], [2, 3]]);
    expect(Object.isFrozen(error.applied)).toBe(true);
    expect(error.code).toBe('BULK_WRITE_FAILED');
    expect(error.cause).toBe(cause);
    expect(error.postSignalError).toBeUndefined();
  });

  test('holds what receivers threw besides', () => {
    const thrown = new Error('x');
    const error = new BulkWriteError('Person', outcome, bulkError(1), thrown);
    expect(error.postSignalError).toBe(thrown);
    expect(Object.keys(error)).not.toContain('postSignalError');
  });
});
