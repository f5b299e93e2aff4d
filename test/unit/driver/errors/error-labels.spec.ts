import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { MongoBulkWriteError, MongoNetworkError, MongoServerError } from 'mongodb';
import { classifyError } from '../../../../lib/driver/translation/classify-error.js';
import { DriverError } from '../../../../lib/driver/errors/driver-error.js';
import { hasLabel, isNetworkError } from '../../../../lib/driver/errors/error-labels.js';
import { unreadableError, unreadableErrors } from '../../../support/world/unreadable-errors.js';

const network = new MongoNetworkError('connection closed');

describe('An error is of the network', () => {
  test.each([
    ['which the driver did not label', network, true],
    ['which stands in a bulk error', new MongoBulkWriteError(network as never, {} as never), true],
    ['not where the server answered', new MongoServerError({ message: 'no', code: 20 }), false],
    ['not where there is none', undefined, false],
  ])('%s', (_, error, expected) => {
    expect(isNetworkError(error)).toBe(expected);
  });
});

describe('An error has a label', () => {
  const labelled = new MongoServerError({ message: 'no', errorLabels: ['TransientTransactionError'] });

  test.each([
    ['which it has itself', labelled, true],
    ['of an error that it is made of', new Error('a', { cause: new Error('b', { cause: labelled }) }), true],
    ['not where none of them has it', new Error('a', { cause: new Error('b') }), false],
  ])('%s', (_, error, expected) => {
    expect(hasLabel(error, 'TransientTransactionError')).toBe(expected);
  });

  test.each(unreadableErrors)('not where %s', (title) => {
    const error = unreadableError(title);
    expect(hasLabel(error, 'TransientTransactionError')).toBe(false);
    expect(isNetworkError(error)).toBe(false);
    expect(classifyError(error, 'write', true)).toBeUndefined();
  });

  test.each(unreadableErrors)('as the cause of one of this package, also where %s', (title) => {
    class ExampleError extends DriverError {
      readonly code = 'EXAMPLE';
    }
    const error = new ExampleError({ problem: 'a', reason: 'b', remedy: 'c', cause: unreadableError(title) });
    expect(error.errorLabels).toEqual([]);
    expect(inspect(error)).toContain('ExampleError: a. b. c.');
  });
});
