import { describe, expect, test } from 'vitest';
import { elementsOf, mapElements } from '../../../lib/value/elements-of.js';

describe('elementsOf', () => {
  test('copies an array', () => {
    const array = ['a', 'b'];
    expect(elementsOf(array)).toEqual(['a', 'b']);
    expect(elementsOf(array)).not.toBe(array);
  });

  test('reads a hole as undefined', () => {
    expect(Object.keys(elementsOf(new Array(2)))).toEqual(['0', '1']);
  });

  test.each<[string, unknown[]]>([
    ['without a prototype', Object.setPrototypeOf(['a'], null) as unknown[]],
    ['with an iterator of its own', Object.assign(['a'], { [Symbol.iterator]: () => ['x'].values() })],
    ['with a map of its own', Object.assign(['a'], { map: () => 'x' })],
    ['of another species', Object.assign(['a'], { constructor: { [Symbol.species]: Map } })],
  ])('reads an array %s by its indexes', (_, array) => {
    expect(elementsOf(array)).toEqual(['a']);
    expect(Array.isArray(elementsOf(array))).toBe(true);
  });
});

test('mapElements hands the element and its index to the function', () => {
  expect(mapElements(['a', 'b'], (element, index) => `${String(element)}${index}`)).toEqual(['a0', 'b1']);
});
