import { describe, expect, test } from 'vitest';
import {
  BulkWriteError,
  WriteNotDurableError,
  WriteOutcomeUnknownError,
} from '../../../../lib/driver/errors/outcome-errors.js';

describe('BulkWriteError', () => {
  test('counts in its message, and lists indexes that nobody can change', () => {
    const applied = [0];
    const error = new BulkWriteError('Person', { applied, failed: [1], notAttempted: [2, 3] }, undefined);
    applied.push(7);
    expect(error.message).toBe(
      'Of 4 Person documents 1 were inserted. 1 were refused by the server, and 2 were not tried after that. ' +
        `See "applied", "failed" and "notAttempted" for the indexes; "cause" has the server's reasons.`,
    );
    expect([error.applied, error.failed, error.notAttempted]).toEqual([[0], [1], [2, 3]]);
    expect([error.applied, error.failed, error.notAttempted].every(Object.isFrozen)).toBe(true);
    expect([error.code, error.outcome]).toEqual(['BULK_WRITE_FAILED', 'partlyApplied']);
    expect(error.postSignalError).toBeUndefined();
  });
});

describe('WriteOutcomeUnknownError', () => {
  test('says what to do about a single write', () => {
    const error = new WriteOutcomeUnknownError('Person', undefined);
    expect(error.message).toBe(
      'It is not known whether Person was written. ' +
        'The write was sent, and no answer came that tells, also after it was tried again where that is safe. ' +
        'Load the document again and see, or save the same object again, which never inserts a second one.',
    );
    expect(error.bulk).toBeUndefined();
  });

  test('says what to do about a bulk, and lists indexes that nobody can change', () => {
    const error = new WriteOutcomeUnknownError('Person', undefined, {
      applied: [0],
      failed: [],
      unknown: [1],
    });
    expect(error.remedy).toBe(
      'Look for the documents in "bulk.unknown" by their ids before they are written again',
    );
    expect(error.bulk).toEqual({ applied: [0], failed: [], unknown: [1] });
    expect(Object.isFrozen(error.bulk?.unknown)).toBe(true);
  });
});

describe('WriteNotDurableError', () => {
  test('says that it may be rolled back', () => {
    expect(new WriteNotDurableError('Person', undefined).message).toBe(
      'Person was written on the primary, and not acknowledged as asked. ' +
        'Too few members of the replica set confirmed it in time, or the write concern cannot be fulfilled. ' +
        'Load it again once the replica set is healthy; the write may still be rolled back.',
    );
  });
});
