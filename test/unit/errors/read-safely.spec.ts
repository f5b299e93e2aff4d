import { describe, expect, test } from 'vitest';
import { isInstanceOf, propertyOf, readSafely } from '../../../lib/errors/read-safely.js';
import { unreadableError, unreadableErrors } from '../../support/world/unreadable-errors.js';

describe('What others have thrown', () => {
  test('is read, or what is given for what cannot be read', () => {
    const refuse = (): number => {
      throw new Error('no');
    };
    expect([readSafely(() => 1, 2), readSafely(refuse, 2)]).toEqual([1, 2]);
  });

  test.each(unreadableErrors)('has no property that can be read where %s', (title) => {
    expect(propertyOf(unreadableError(title), 'unknown')).toBeUndefined();
  });

  test('has its properties, functions too', () => {
    expect([propertyOf(new Error('a'), 'message'), propertyOf(class Named {}, 'name')]).toEqual([
      'a',
      'Named',
    ]);
  });

  test('is an instance of its class and of no other', () => {
    expect([isInstanceOf(new TypeError('a'), Error), isInstanceOf({}, Error)]).toEqual([true, false]);
    expect(isInstanceOf(unreadableError('it is a proxy that throws'), Error)).toBe(false);
  });
});
