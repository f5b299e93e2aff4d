import { describe, expect, test } from 'vitest';
import {
  MongoClientClosedError,
  MongoCursorExhaustedError,
  MongoExpiredSessionError,
  MongoInvalidArgumentError,
  MongoNetworkError,
  MongoNetworkTimeoutError,
  MongoOperationTimeoutError,
  MongoServerSelectionError,
  MongoUnexpectedServerResponseError,
} from 'mongodb';
import { classifyError } from '../../../../lib/driver/translation/classify-error.js';
import { commandError, concernError, writeError } from '../errors/driver-errors.js';

const selection = new MongoServerSelectionError('x', {} as never);
const named = (name: string): Error =>
  Object.defineProperty(new MongoNetworkError('x'), 'name', { value: name });
const handshake = new MongoNetworkError('x');
handshake.addErrorLabel('HandshakeError');
const overrun = Object.assign(new RangeError('The value of "offset" is out of range.'), {
  code: 'ERR_OUT_OF_RANGE',
});
const retryable = { errorLabels: ['RetryableWriteError'] };
const withoutWrites = { errorLabels: ['RetryableWriteError', 'NoWritesPerformed'] };

/** [what, error, a write, a write during which a server was lost, a read] */
const rows: [string, unknown, string | undefined, string | undefined, string | undefined][] = [
  ['no server was selected', selection, 'unavailable', 'unknown', 'unavailable'],
  [
    'the pool had no connection',
    named('MongoWaitQueueTimeoutError'),
    'unavailable',
    'unknown',
    'unavailable',
  ],
  ['the pool was cleared', named('MongoPoolClearedError'), 'unavailable', 'unknown', 'unavailable'],
  ['the pool was closed', named('MongoPoolClosedError'), 'unavailable', 'unknown', 'unavailable'],
  ['the client was closed before', named('MongoNotConnectedError'), 'unavailable', 'unknown', 'unavailable'],
  ['the handshake failed', handshake, 'unavailable', 'unknown', 'unavailable'],

  ['a connection used was interrupted', named('PoolClearedOnNetworkError'), 'unknown', 'unknown', 'unread'],
  ['the network failed', new MongoNetworkError('x'), 'unknown', 'unknown', 'unread'],
  ['the network was silent', new MongoNetworkTimeoutError('x'), 'unknown', 'unknown', 'unread'],
  ['the time was over', new MongoOperationTimeoutError('x'), 'unknown', 'unknown', 'unread'],
  ['the client was closed meanwhile', new MongoClientClosedError(), 'unknown', 'unknown', 'unavailable'],
  ['the reply cannot be read', new MongoUnexpectedServerResponseError('x'), 'unknown', 'unknown', 'unread'],

  ...[6, 7, 89, 9001, 91, 189, 10058, 10107, 11600, 11602, 13435, 13436, 262, 11601].map(
    (code): (typeof rows)[number] => [`code ${code}`, commandError(code), 'unknown', 'unknown', 'unread'],
  ),
  ['code 50', commandError(50), 'unknown', 'unknown', 'timedOut'],
  ['a label to retry', commandError(1, retryable), 'unknown', 'unknown', 'unread'],
  [
    '10107, and a label that nothing was written',
    commandError(10107, withoutWrites),
    'refused',
    'refused',
    'unread',
  ],
  ['a label that nothing was written', commandError(1, withoutWrites), 'refused', 'refused', 'unread'],

  ['13 of the command', commandError(13), 'refused', 'unknown', 'unread'],
  ['112 of the command', commandError(112), 'refused', 'unknown', 'unread'],
  ['121 of the document', writeError(121), 'refused', 'refused', 'unread'],
  ['112 of the document', writeError(112), 'refused', 'refused', 'unread'],
  ['11000 of the document', writeError(11000), 'duplicateKey', 'duplicateKey', 'unread'],
  ['11000 of the command', commandError(11000), 'duplicateKey', 'duplicateKey', 'unread'],
  ['11001 of the document', writeError(11001), 'duplicateKey', 'duplicateKey', 'unread'],

  ['10334', writeError(10334), 'tooLarge', 'tooLarge', 'unread'],
  ['17419', writeError(17419), 'tooLarge', 'tooLarge', 'unread'],
  [
    '2, too large',
    writeError(2, { errmsg: 'object to insert too large.' }),
    'tooLarge',
    'tooLarge',
    'unread',
  ],
  ['2, something else', writeError(2), 'refused', 'refused', 'unread'],
  ['the driver ran over its buffer', overrun, 'tooLarge', 'tooLarge', undefined],
  ['bytes did not fit', new RangeError('offset is out of bounds'), 'tooLarge', 'tooLarge', undefined],
  [
    'the driver measured the document',
    new MongoInvalidArgumentError('Document is larger than the maximum size 1'),
    ...(['tooLarge', 'tooLarge', undefined] as const),
  ],

  ['a write concern error', concernError(), 'notDurable', 'notDurable', 'unread'],
  [
    'a write concern error of findAndModify',
    concernError({ value: {} }),
    'notDurable',
    'notDurable',
    'unread',
  ],
  ['a write concern error of what matched nothing', concernError({ n: 0 }), 'unknown', 'unknown', 'unread'],
  [
    'a write concern error with a duplicate key',
    concernError({ n: 0, writeErrors: [{ index: 0, code: 11000 }] }),
    ...(['duplicateKey', 'duplicateKey', 'unread'] as const),
  ],
  [
    'a write concern error of a command refused',
    concernError({ ok: 0, code: 13 }),
    'refused',
    'unknown',
    'unread',
  ],

  ['a wrong argument', new MongoInvalidArgumentError('x'), undefined, undefined, undefined],
  ['a session that is over', new MongoExpiredSessionError(), 'unavailable', 'unknown', 'unavailable'],
  ['a cursor that was closed', new MongoCursorExhaustedError('x'), 'unavailable', 'unknown', 'unavailable'],
  [
    'an endless recursion',
    new RangeError('Maximum call stack size exceeded'),
    undefined,
    undefined,
    undefined,
  ],
  ['an error of somebody else', new Error('x'), undefined, undefined, undefined],
  ['a text', 'x', undefined, undefined, undefined],
  ['nothing', undefined, undefined, undefined, undefined],
];

describe('classifyError', () => {
  test.each(rows)('%s: of a write', (_what, error, expected) => {
    expect(classifyError(error, 'write', false)).toBe(expected);
  });

  test.each(rows)('%s: of a write during which a server was lost', (_what, error, _write, expected) => {
    expect(classifyError(error, 'write', true)).toBe(expected);
  });

  test.each(rows)('%s: of a read', (_what, error, _write, _interrupted, expected) => {
    expect(classifyError(error, 'read', true)).toBe(expected);
  });

  describe('of a command that writes several documents', () => {
    test.each([
      ['unauthorized', commandError(13), 'refused'],
      ['a bad value', commandError(2), 'refused'],
      ['a bad value of one of them', writeError(2), 'refusedMidway'],
      ['a type of one of them', writeError(14), 'refusedMidway'],
      ['a duplicate key of one of them', writeError(11000), 'duplicateKey'],
      ['one of them too large', writeError(17419), 'tooLarge'],
      ['a conflict, when some may be written', writeError(112), 'refusedMidway'],
      ['a conflict, with a label that nothing was written', commandError(112, withoutWrites), 'refused'],
      ['no server was selected', selection, 'unavailable'],
    ])('%s', (_what, error, expected) => {
      expect(classifyError(error, 'writeMany', false)).toBe(expected);
    });
  });
});
