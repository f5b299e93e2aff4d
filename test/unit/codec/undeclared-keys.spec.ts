import { describe, expect, test } from 'vitest';
import { UndeclaredKeys } from '../../../lib/codec/undeclared-keys.js';

describe('UndeclaredKeys', () => {
  test('keeps keys beside an object, and puts nothing on it', () => {
    const undeclared = new UndeclaredKeys();
    const object = {};
    const keys = { legacy: 1 };
    undeclared.keep(object, keys);
    expect(undeclared.of(object)).toBe(keys);
    expect(Reflect.ownKeys(object)).toEqual([]);
  });

  test('knows nothing of other objects', () => {
    expect(new UndeclaredKeys().of({})).toBeUndefined();
  });

  test('moves from one object to another', () => {
    const undeclared = new UndeclaredKeys();
    const [from, to, empty] = [{}, {}, {}];
    undeclared.keep(from, { legacy: 1 });
    undeclared.move(from, to);
    undeclared.move(empty, to);
    expect(undeclared.of(to)).toEqual({ legacy: 1 });
  });
});
