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
      '1 of 4 writes of Person were applied. 1 were refused, and 2 were not tried after that. ' +
        'See "applied", "failed" and "notAttempted" for the indexes, and "failures" for the reasons.',
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
      'It is unknown whether Person was written. ' +
        'The write was sent, but no conclusive answer arrived, even after a second try where that is safe. ' +
        'Load the document again to check, or save the same object again, which never inserts a second one.',
    );
    expect(error.bulk).toBeUndefined();
  });

  test('says what to do about a bulk, and lists indexes that nobody can change', () => {
    const error = new WriteOutcomeUnknownError('Person', undefined, {
      applied: [0],
      failed: [],
      notAttempted: [2],
      unknown: [1],
    });
    expect(error.remedy).toBe('Look up those in "bulk.unknown" before you write them again');
    expect(error.bulk).toEqual({ applied: [0], failed: [], notAttempted: [2], unknown: [1] });
    expect(Object.isFrozen(error.bulk?.unknown)).toBe(true);
  });
});

describe('WriteNotDurableError', () => {
  test('says that it may be rolled back', () => {
    expect(new WriteNotDurableError('Person', undefined).message).toBe(
      'Person was written on the primary, but not acknowledged as requested. ' +
        'Too few members of the replica set confirmed it in time, or the write concern cannot be fulfilled. ' +
        'Load it again once the replica set is healthy; the write may still be rolled back.',
    );
  });
});
