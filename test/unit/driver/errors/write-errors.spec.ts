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
      new DuplicateKeyError('Person', { keys: ['x', 'y'], fields: ['a', 'b'] }, undefined),
      'Person was not written. Another document has the same a, b. ' +
        'Choose another value, or load and change the document that has it.',
    ],
    [
      new DuplicateKeyError('Person', { keys: [], fields: [] }, undefined),
      'Person was not written. Another document has the same value under a unique index. ' +
        'Choose another value, or load and change the document that has it.',
    ],
    [
      new WriteRefusedError('Person', undefined, undefined, undefined),
      'Person was not written. The server refused it with code unknown. ' +
        `See "cause" for the server's message; with the label TransientTransactionError the whole transaction may be tried again.`,
    ],
    [
      new DocumentTooLargeError('Person'),
      'Person was not written. It is larger than 16 MB, the maximum for one document in MongoDB. ' +
        'Move growing data to documents of its own, or to files outside the database.',
    ],
    [
      new ServerUnavailableError('Person', { name: 'MongoServerSelectionError' }),
      'Nothing was sent to the server for Person. ' +
        'No suitable server was available, or the connection to it was closed. Try again when the server is available.',
    ],
    [
      new ServerUnavailableError('Person', { name: 'MongoClientClosedError' }),
      'Nothing was read for Person. The connection was closed during the read. ' +
        'Await pending operations before you close the application.',
    ],
    [
      new ServerUnavailableError('Person', { name: 'MongoExpiredSessionError' }),
      'Nothing was sent to the server for Person. ' +
        'Its session has ended: its owner ended it, or the connection was closed. ' +
        'Await pending operations before you end a session or close the application.',
    ],
    [
      new ServerUnavailableError('Person', { name: 'MongoWaitQueueTimeoutError' }),
      'Nothing was sent to the server for Person. All connections of the pool were in use, and none became free in time. ' +
        'Use fewer connections at a time, especially for transactions, or raise "maxPoolSize" or "waitQueueTimeoutMS".',
    ],
  ])('%#', (error, message) => {
    expect([error.message, error.outcome]).toEqual([message, 'notApplied']);
  });
});
