import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { MongoServerError } from 'mongodb';
import { DriverError } from '../../../../lib/driver/errors/driver-error.js';

class ExampleError extends DriverError {
  readonly code = 'EXAMPLE';
}
const make = (cause?: unknown): ExampleError =>
  new ExampleError({ problem: 'a', reason: 'b', remedy: 'c', cause });
const server = new MongoServerError({
  message: 'dup key: { name: "secret" }',
  errorLabels: ['TransientTransactionError'],
});

describe('DriverError', () => {
  test('has the labels of its cause', () => {
    expect(make(server).errorLabels).toEqual(['TransientTransactionError']);
    expect(make(server).hasErrorLabel('TransientTransactionError')).toBe(true);
    expect(make(server).hasErrorLabel('RetryableWriteError')).toBe(false);
  });

  test.each([undefined, new Error('x'), 'text'])(
    'has no labels where the cause has none: row %#',
    (cause) => {
      expect(make(cause).errorLabels).toEqual([]);
      expect(make(cause).hasErrorLabel('TransientTransactionError')).toBe(false);
    },
  );

  test('is logged with its code and only the name of its cause', () => {
    const text = inspect(make(server));
    expect(text).toContain('ExampleError: a. b. c.');
    expect(text).toContain('code: EXAMPLE');
    expect(text).toContain('[cause]: MongoServerError (see "cause")');
    expect(text).not.toContain('secret');
  });

  test('is logged without cause where it has none', () => {
    expect(inspect(make())).not.toContain('[cause]');
  });

  test('shows no values where it is part of something that is logged', () => {
    expect(inspect({ deep: { error: make(server) } }, { depth: 5 })).not.toContain('secret');
    expect(inspect(new AggregateError([make(server)]))).not.toContain('secret');
    expect(JSON.stringify(make(server))).toBe('{"code":"EXAMPLE"}');
  });
});
