import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { MongoServerError } from 'mongodb';
import { InvalidReceiverError, PostSignalError } from '../../../lib/signal/signal-errors.js';

describe('PostSignalError', () => {
  const failures = [{ receiver: 'Audit.record', error: new Error('secret') }];

  test('holds documents where the signal is about several', () => {
    const documents = [{ name: 'Ada' }];
    const error = new PostSignalError('postBulkInsert', failures, { documents });
    expect(error.documents).toBe(documents);
    expect(error.document).toBeUndefined();
  });

  test('shows neither documents nor errors of receivers where its properties are listed', () => {
    const error = new PostSignalError('postSave', failures, { document: { name: 'Ada' } });
    expect(Object.keys(error).sort()).toEqual(['applied', 'code', 'signal']);
    expect(JSON.stringify(error)).not.toMatch(/Ada|secret/);
  });

  test('has frozen failures of its own', () => {
    const error = new PostSignalError('postSave', failures, {});
    expect(Object.isFrozen(error.failures)).toBe(true);
    expect(error.failures).not.toBe(failures);
  });
});

describe('A PostSignalError that is logged', () => {
  test('shows what receivers threw, and of the errors of the driver no message', () => {
    const failures = [
      { receiver: 'Audit.record', error: new TypeError('not so') },
      { receiver: 'Index.add', error: new MongoServerError({ message: 'dup key: "secret"' }) },
      { receiver: 'Mail.send', error: 'secret' },
    ];
    const text = inspect(new PostSignalError('postSave', failures, { document: { name: 'secret' } }));
    expect(text).toContain('Audit.record, Index.add, Mail.send failed on postSave.');
    expect(text).toContain('code: POST_SIGNAL_FAILED');
    expect(text).toContain('[Audit.record]: TypeError: not so');
    expect(text).toContain('[Index.add]: MongoServerError (see "cause")');
    expect(text).toContain('[Mail.send]: string');
    expect(text).not.toContain('secret');
  });
});

describe('InvalidReceiverError', () => {
  test('says what to pass', () => {
    const error = new InvalidReceiverError('preSave', 'The receiver is not a function');
    expect(error.code).toBe('INVALID_RECEIVER');
    expect(error.message).toBe(
      'A receiver of preSave cannot be connected. The receiver is not a function. ' +
        'Pass a signal of this package, a document class, a function that is not async for preInit and postInit, a finite number as order, a phase that the signal has, and "onError" only for a "post…" signal.',
    );
  });
});
