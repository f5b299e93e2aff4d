import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import { translateBulkError, translateError } from '../../../../lib/driver/translation/translate-error.js';
import { bulkError, commandError, concernError, refusedBulk, writeError } from '../errors/driver-errors.js';

const network = new MongoNetworkError('secret');
network.addErrorLabel('RetryableWriteError');
const selection = new MongoServerSelectionError('secret', {} as never);
const translated = (error: unknown, kind: 'read' | 'write' = 'write'): any =>
  translateError(error, { name: 'Person' }, kind, false);

describe('translateError', () => {
  test.each([
    ['SERVER_UNAVAILABLE', 'notApplied', 'ServerUnavailableError', selection],
    ['DUPLICATE_KEY', 'notApplied', 'DuplicateKeyError', writeError(11000)],
    ['DOCUMENT_TOO_LARGE', 'notApplied', 'DocumentTooLargeError', writeError(10334)],
    ['WRITE_REFUSED', 'notApplied', 'WriteRefusedError', writeError(121)],
    ['WRITE_NOT_DURABLE', 'applied', 'WriteNotDurableError', concernError()],
    ['WRITE_OUTCOME_UNKNOWN', 'unknown', 'WriteOutcomeUnknownError', network],
  ])('makes %s, with the outcome %s, the cause and its labels', (code, outcome, name, cause) => {
    const error = translated(cause);
    expect(error).toMatchObject({ code, outcome, name, documentName: 'Person' });
    expect(error.cause).toBe(cause);
    expect(error.errorLabels).toEqual(cause.errorLabels);
    for (const text of [error.message, inspect(error), JSON.stringify(error)])
      expect(text).not.toContain('secret');
  });

  test.each<[string, unknown, 'read' | 'write']>([
    ['an error of somebody else', new Error('x'), 'write'],
    ['a text', 'x', 'write'],
  ])('hands %s back as it is', (_title, error, kind) => {
    expect(translated(error, kind)).toBe(error);
  });

  test.each([
    ['without an answer', network, undefined],
    ['that the server refuses', commandError(13), 13],
  ])('makes READ_FAILED of a read %s, with the cause and its labels', (_title, cause, serverCode) => {
    const error = translated(cause, 'read');
    expect(error).toMatchObject({ code: 'READ_FAILED', outcome: 'notApplied', documentName: 'Person' });
    expect([error.name, error.cause, error.serverCode]).toEqual(['ReadFailedError', cause, serverCode]);
    expect(error.errorLabels).toEqual(cause.errorLabels);
    for (const text of [error.message, inspect(error), JSON.stringify(error)])
      expect(text).not.toContain('secret');
  });

  test('takes a read that was not sent for what it is, whatever was interrupted', () => {
    expect(translateError(selection, { name: 'Person' }, 'read')).toMatchObject({
      code: 'SERVER_UNAVAILABLE',
    });
  });

  test('takes the outcome of a write for unknown where it is not known whether a server was lost', () => {
    expect(translateError(selection, { name: 'Person' }, 'write')).toMatchObject({
      code: 'WRITE_OUTCOME_UNKNOWN',
    });
  });

  test('names the keys of the index, also where there is a write concern error besides', () => {
    const duplicate = { index: 0, code: 11000, keyPattern: { a: 1, b: 1 } };
    expect(translated(new MongoServerError(duplicate)).keys).toEqual(['a', 'b']);
    expect(translated(concernError({ n: 0, writeErrors: [duplicate] })).keys).toEqual(['a', 'b']);
    expect(translated(writeError(11000)).keys).toEqual([]);
  });

  test('gives the number and the name of a refusal', () => {
    const error = translated(commandError(13, { codeName: 'Unauthorized' }));
    expect([error.serverCode, error.serverCodeName]).toEqual([13, 'Unauthorized']);
    expect(error.reason).toBe('The server refused it with code 13 (Unauthorized)');
  });

  test('gives no name of a refusal that is none', () => {
    const error = translated(writeError(13, { codeName: 'a secret: 1' }));
    expect([error.serverCode, error.serverCodeName]).toEqual([13, undefined]);
    expect(error.reason).toBe('The server refused it with code 13');
  });
});

describe('translateBulkError', () => {
  const of = (error: unknown, ordered = true, count = 6, isInterrupted = false) => {
    const failure = translateBulkError(error, { name: 'Person' }, { count, ordered, isInterrupted });
    return { acknowledged: failure.acknowledged, error: failure.toError() as any };
  };

  test.each([
    ['ordered, the second failed', [1], true, [0], [1], [2, 3, 4, 5]],
    ['ordered, the first failed', [0], true, [], [0], [1, 2, 3, 4, 5]],
    ['ordered, the last failed', [5], true, [0, 1, 2, 3, 4], [5], []],
    ['unordered, two failed', [2, 0], false, [1, 3, 4, 5], [2, 0], []],
    ['unordered, all failed', [0, 1, 2, 3, 4, 5], false, [], [0, 1, 2, 3, 4, 5], []],
  ])('%s', (_title, indexes, ordered, applied, failed, notAttempted) => {
    const { acknowledged, error } = of(refusedBulk(...indexes), ordered);
    expect(acknowledged).toEqual(applied);
    expect(error).toMatchObject({
      ...{ code: 'BULK_WRITE_FAILED', documentName: 'Person', applied, failed, notAttempted },
      outcome: applied.length > 0 ? 'partlyApplied' : 'notApplied',
    });
  });

  test('reads a single write error as well', () => {
    const error = bulkError({ message: 'x', code: 1, writeErrors: { index: 1 } });
    expect(of(error).error).toMatchObject({ applied: [0], failed: [1], notAttempted: [2, 3, 4, 5] });
  });

  test('the network failed in the first command: all are unknown', () => {
    const { acknowledged, error } = of(bulkError(network));
    expect(acknowledged).toEqual([]);
    expect(error).toMatchObject({ code: 'WRITE_OUTCOME_UNKNOWN', outcome: 'unknown' });
    expect(error.bulk).toEqual({ applied: [], failed: [], notAttempted: [], unknown: [0, 1, 2, 3, 4, 5] });
    expect(error.errorLabels).toEqual(['RetryableWriteError']);
  });

  test('the network failed in a later command: what was answered before is known', () => {
    const { acknowledged, error } = of(bulkError(network, { inserted: 3, failed: [1] }), false);
    expect(acknowledged).toEqual([0, 2, 3]);
    expect(error.bulk).toEqual({ applied: [0, 2, 3], failed: [1], notAttempted: [], unknown: [4, 5] });
  });

  test('a server that is not the primary any more: all are unknown', () => {
    expect(of(bulkError(commandError(10107))).error.bulk.unknown).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('the first command was refused: none is applied', () => {
    const { acknowledged, error } = of(bulkError(commandError(13)));
    expect(acknowledged).toEqual([]);
    expect(error).toMatchObject({ code: 'WRITE_REFUSED', serverCode: 13, outcome: 'notApplied' });
  });

  test('a later command was refused: those before are applied, and the others not', () => {
    const { acknowledged, error } = of(bulkError(commandError(13), { inserted: 2 }));
    expect(acknowledged).toEqual([0, 1]);
    expect(error).toMatchObject({
      code: 'BULK_WRITE_FAILED',
      applied: [0, 1],
      failed: [],
      notAttempted: [2, 3, 4, 5],
    });
    expect(error.reason).toBe('The server did not accept the next command, and 4 were not tried');
  });

  test('no connection became free: nothing was sent', () => {
    expect(of(bulkError(selection)).error).toMatchObject({
      code: 'SERVER_UNAVAILABLE',
      outcome: 'notApplied',
    });
  });

  test('no server was there for the second try: all are unknown', () => {
    expect(of(bulkError(selection), true, 6, true).error).toMatchObject({ code: 'WRITE_OUTCOME_UNKNOWN' });
  });

  test('a write concern error: those applied are known, and not acknowledged', () => {
    const error = bulkError({ message: 'x', code: 64 }, { inserted: 2, failed: [1], concern: true });
    const result = of(error, false);
    expect(result.acknowledged).toEqual([]);
    expect(result.error).toMatchObject({ code: 'WRITE_NOT_DURABLE', outcome: 'applied' });
    expect(result.error.bulk).toEqual({ applied: [0, 2], failed: [1], notAttempted: [3, 4, 5] });
  });

  test('a write concern error where none was applied: there is nothing that could be lost', () => {
    const error = bulkError({ message: 'x', code: 64 }, { failed: [0], concern: true });
    expect(of(error, true, 1).error).toMatchObject({
      code: 'BULK_WRITE_FAILED',
      outcome: 'notApplied',
      failed: [0],
    });
  });

  test('the driver refused a document: nothing was sent', () => {
    const { error } = of(new RangeError('offset is out of bounds'));
    expect(error).toMatchObject({ code: 'DOCUMENT_TOO_LARGE', outcome: 'notApplied' });
  });

  test('an error of somebody else is itself', () => {
    const error = new Error('x');
    expect(of(error).error).toBe(error);
  });

  test.each([
    ['BulkWriteError', refusedBulk(1)],
    ['WriteOutcomeUnknownError', bulkError(network, { inserted: 1 })],
  ])('%s holds what receivers threw besides', (_name, cause) => {
    const thrown = new Error('x');
    const failure = translateBulkError(
      cause,
      { name: 'Person' },
      { count: 2, ordered: true, isInterrupted: false },
    );
    const error = failure.toError(thrown) as any;
    expect(error.postSignalError).toBe(thrown);
    expect(Object.keys(error)).not.toContain('postSignalError');
  });
});
