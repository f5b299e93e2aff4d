import { describe, expect, test } from 'vitest';
import { isPlainObject, isWholeMap, newPlain } from '../../../lib/value/plain-object.js';
import { inOtherRealm } from '../../support/other-realm.js';

class Point {
  x = 1;
}

/** With a prototype that has none, as that of objects, and this as its constructor. */
function objectOf(made: unknown): object {
  const prototype: object = Object.assign(Object.create(null), { constructor: made });
  if (typeof made === 'function' && made !== Object) made.prototype = prototype;
  return Object.create(prototype);
}
const claimed = { Object() {} }.Object.bind(undefined);
const saying = Object.assign(function Object() {}, { toString: () => 'function Object() { [native code] }' });

describe('isPlainObject', () => {
  test.each<[string, unknown, boolean]>([
    ['an object literal', { a: 1 }, true],
    ['parsed JSON', JSON.parse('{"__proto__": {"a": 1}}'), true],
    ['an object without prototype', Object.create(null), true],
    ['an object of stored keys', newPlain(), true],
    ['an object literal of another realm', inOtherRealm('{ a: 1 }'), true],
    ['parsed JSON of another realm', inOtherRealm(`JSON.parse('{"a": {"b": 1}}').a`), true],
    ['a copy that the platform has made', structuredClone({ a: 1 }), true],
    ['an instance of a class of another realm', inOtherRealm('new (class Point { x = 1; })()'), false],
    ['an array of another realm', inOtherRealm('[]'), false],
    ['a Map of another realm', inOtherRealm('new Map()'), false],
    ['an object with the name of the class of objects in its prototype', objectOf({ name: 'Object' }), false],
    ['an object whose prototype claims the class of objects', objectOf(Object), false],
    ['an object whose prototype has a function of that name', objectOf(claimed), false],
    ['an object whose prototype has a function that says so', objectOf(saying), false],
    ['an instance of a class', new Point(), false],
    ['an object that inherits from another', Object.create({ a: 1 }), false],
    ['an array', [], false],
    ['a Map', new Map(), false],
    ['a Date', new Date(0), false],
    ['a function', () => {}, false],
    ['null', null, false],
    ['undefined', undefined, false],
    ['a text', 'text', false],
  ])('tells what %s is', (_title, value, expected) => {
    expect(isPlainObject(value)).toBe(expected);
  });

  test('of an object with a constructor of its own is true', () => {
    expect(isPlainObject({ constructor: Point })).toBe(true);
  });
});

describe('newPlain', () => {
  test('makes an object in which every key is a key like any other', () => {
    const plain = newPlain();
    plain['__proto__'] = { isAdmin: true };
    expect(Object.keys(plain)).toEqual(['__proto__']);
    expect([plain['isAdmin'], plain.toString, plain.constructor]).toEqual([undefined, undefined, undefined]);
  });

  test('gives it a prototype that is empty, stays so, and has none', () => {
    const prototype = Object.getPrototypeOf(newPlain()) as object;
    expect(Reflect.ownKeys(prototype)).toEqual([]);
    expect(Object.isFrozen(prototype)).toBe(true);
    expect(Object.getPrototypeOf(prototype)).toBeNull();
  });
});

describe('isWholeMap', () => {
  test.each<[string, unknown, boolean]>([
    ['a Map', new Map(), true],
    ['a Map of a class that extends it', new (class Scores extends Map {})(), true],
    ['a Map of another realm', inOtherRealm('new Map()'), true],
    ['a Map of a class of another realm', inOtherRealm('new (class Scores extends Map {})()'), true],
    [
      'a Map of another realm without its prototype',
      inOtherRealm('Object.setPrototypeOf(new Map(), {})'),
      false,
    ],
    ['an object with its prototype', Object.create(Map.prototype), false],
    ['a Map whose prototype is data', Object.setPrototypeOf(new Map(), {}), false],
    ['an object', {}, false],
    ['null', null, false],
  ])('tells what %s is', (_, value, expected) => {
    expect(isWholeMap(value)).toBe(expected);
  });
});
