import { describe, expect, test } from 'vitest';
import { BSON, MongoServerError } from 'mongodb';
import { describeError } from '../../../lib/errors/describe-error.js';
import { unreadableError, unreadableErrors } from '../../support/world/unreadable-errors.js';

describe('describeError', () => {
  test('is the stack of an error, with its message', () => {
    const error = new TypeError('not so');
    expect(describeError(error)).toBe(error.stack);
  });

  test.each([
    ['MongoServerError', new MongoServerError({ message: 'dup key: { name:\n "secret" }' })],
    ['BSONError', new BSON.BSONError('secret')],
  ])('is the name and the places of a %s, without its message', (name, error) => {
    const text = describeError(error);
    expect(text).toMatch(new RegExp(`^${name} \\(see "cause"\\)\\n +at `));
    expect(text).not.toContain('secret');
  });

  test('does not show the cause of an error', () => {
    expect(describeError(new Error('a', { cause: new Error('secret') }))).not.toContain('secret');
  });

  test('is the message of an error that has no stack', () => {
    expect(describeError(Object.assign(new Error('not so'), { stack: undefined }))).toBe('Error: not so');
  });

  test.each(unreadableErrors)('is a text where %s', (title) => {
    expect(typeof describeError(unreadableError(title))).toBe('string');
  });

  test('shows no message where the name of the error cannot be read, which may be the driver’s', () => {
    const nameless = Object.defineProperty(new Error('secret'), 'name', { value: undefined });
    const text = describeError(nameless);
    expect(text).toMatch(/^An error without a readable name\n +at /);
    expect(text).not.toContain('secret');
  });

  test.each([
    ['secret', 'string'],
    [{ message: 'secret' }, 'object'],
    [undefined, 'undefined'],
  ])('is the type of what is no error: row %#', (thrown, expected) => {
    expect(describeError(thrown)).toBe(expected);
  });
});
