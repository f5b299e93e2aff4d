import { describe, expect, test } from 'vitest';
import {
  DocumentTooLargeError,
  DuplicateKeyError,
  ServerUnavailableError,
  WriteRefusedError,
} from '../../../../lib/driver/errors/write-errors.js';

describe('errors of writes that were not applied', () => {
  test.each([
    [
      new DuplicateKeyError('Person', ['a', 'b'], undefined),
      'Person was not written. Another document has the same a, b. ' +
        'Choose another value, or load and change the document that has it.',
    ],
    [
      new DuplicateKeyError('Person', [], undefined),
      'Person was not written. Another document has the same value under a unique index. ' +
        'Choose another value, or load and change the document that has it.',
    ],
    [
      new WriteRefusedError('Person', undefined, undefined, undefined),
      'Person was not written. The server refused it with code unknown. ' +
        `See "cause" for the server's words; with the label TransientTransactionError the whole transaction may be tried again.`,
    ],
    [
      new DocumentTooLargeError('Person'),
      'Person was not written. It is larger than the 16 MB that MongoDB takes for one document. ' +
        'Keep what grows in documents of its own, or files outside of the database.',
    ],
    [
      new ServerUnavailableError('Person', { name: 'MongoServerSelectionError' }),
      'Nothing was sent to the server for Person. ' +
        'No server was there that takes it, or the connection to it was closed. Try again when the server is there.',
    ],
    [
      new ServerUnavailableError('Person', { name: 'MongoClientClosedError' }),
      'Nothing of Person was read. The connection was closed while the server was asked. ' +
        'Await what is under way before the application is closed.',
    ],
    [
      new ServerUnavailableError('Person', { name: 'MongoExpiredSessionError' }),
      'Nothing was sent to the server for Person. ' +
        'Its session was ended meanwhile: by whoever has started it, or as the connection is closed. ' +
        'Await what is under way before a session ends, and before the application is closed.',
    ],
    [
      new ServerUnavailableError('Person', { name: 'MongoWaitQueueTimeoutError' }),
      'Nothing was sent to the server for Person. All connections of the pool were in use, and none became free in time. ' +
        'Hold fewer connections at a time, transactions above all, or raise "maxPoolSize" or "waitQueueTimeoutMS".',
    ],
  ])('%#', (error, message) => {
    expect([error.message, error.outcome]).toEqual([message, 'notApplied']);
  });
});
