import { describe, expect, test } from 'vitest';
import { MongoAPIError, MongoNetworkError, MongoNetworkTimeoutError, MongoServerError } from 'mongodb';
import { isRepeatableRead } from '../../../../lib/driver/command/repeatable-reads.js';
import { commandError } from '../errors/driver-errors.js';

describe('A read may be sent once more', () => {
  test.each<readonly [string, unknown]>([
    ['after a connection was lost', new MongoNetworkError('connection closed')],
    ['after no answer came in time', new MongoNetworkTimeoutError('timed out')],
    ...[6, 7, 89, 91, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436].map(
      (code) => [`after code ${String(code)}`, commandError(code)] as const,
    ),
    [
      'after a server that is overloaded says so',
      new MongoServerError({ ok: 0, code: 462, errorLabels: ['SystemOverloadedError', 'RetryableError'] }),
    ],
  ])('%s', (_title, error) => {
    expect(isRepeatableRead(error)).toBe(true);
  });

  test.each<readonly [string, unknown]>([
    // BadValue, Unauthorized, MaxTimeMSExpired, CursorNotFound, DuplicateKey.
    ...[2, 13, 50, 43, 11000].map((code) => [`after code ${String(code)}`, commandError(code)] as const),
    ['after a wrong call of the driver', new MongoAPIError('no')],
    ['after what is no error of the driver', new Error('no')],
    ['after undefined', undefined],
  ])('but not %s', (_title, error) => {
    expect(isRepeatableRead(error)).toBe(false);
  });
});
