import { describe, expect, test } from 'vitest';
import { RememberedValues } from '../../../../lib/state/memory/remembered-values.js';

/** A document of any class, with values of every kind. */
class Sample {
  n = 1;
  list = [1, 2];
  any: Record<string, unknown> = { x: 1, y: 2 };
  deep = [{ list: [{ x: 1 }] }];
  map = new Map<string, unknown>([['a', { x: 1 }]]);
  since = new Date(5);
  bytes = Buffer.from([1, 2]);
}

const refuse = (): never => {
  throw new TypeError('read only');
};

describe('RememberedValues of a document that refuses to be given back', () => {
  test.each<[string, (sample: Sample) => unknown]>([
    ['a list is frozen', ({ list }) => Object.freeze([list.push(3), list][1])],
    ['an object is frozen', ({ any }) => Object.freeze(Object.assign(any, { x: 2 }))],
    [
      'an object in lists is frozen, and so are they',
      ({ deep }) => {
        const inner = deep[0]?.list[0] as { x: number };
        inner.x = 2;
        for (const each of [inner, deep[0]?.list, deep[0], deep]) Object.freeze(each);
      },
    ],
    [
      'a value of a map is frozen',
      ({ map }) => Object.freeze(Object.assign(map.get('a') as object, { x: 2 })),
    ],
    ['a list is sealed', ({ list }) => Object.seal([list.pop(), list][1])],
    ['an object takes no new fields', ({ any }) => Object.preventExtensions([delete any['x'], any][1])],
    [
      'a list has another length that is fixed',
      ({ list }) => Object.defineProperty(list, 'length', { value: 1, writable: false }),
    ],
    [
      'a date has methods of its own',
      ({ since }) => Object.assign(Object.assign(since, { setTime: refuse }), since.setFullYear(1999)),
    ],
    [
      'a map has methods of its own',
      ({ map }) => Object.assign([map.delete('a'), map][1] as object, { set: refuse, clear: refuse }),
    ],
    ['a proxy stands there now', (sample) => (sample.list = new Proxy([9], { get: refuse, set: refuse }))],
    [
      'a getter stands there that tells the same',
      (sample) => Object.defineProperty(sample, 'n', { get: () => 1 }),
    ],
  ])('gives everything back where %s', (_title, change) => {
    const sample = new Sample();
    const remembered = new RememberedValues(sample);
    change(sample);
    expect(remembered.restore()).toBe(true);
    expect(JSON.stringify(sample)).toBe(JSON.stringify(new Sample()));
    expect([...sample.map]).toEqual([['a', { x: 1 }]]);
    expect(remembered.isUnchanged()).toBe(true);
  });

  test('gives back bytes that have lost their memory', () => {
    const sample = { bytes: new Uint8Array([1, 2]) };
    const remembered = new RememberedValues(sample);
    structuredClone(sample.bytes.buffer, { transfer: [sample.bytes.buffer] });
    expect(remembered.restore()).toBe(true);
    expect([...sample.bytes]).toEqual([1, 2]);
  });

  test.each<[string, (sample: Sample) => unknown]>([
    ['it is frozen', (sample) => Object.freeze(Object.assign(sample, { n: 2 }))],
    [
      'a setter refuses',
      (sample) => Object.defineProperty(sample, 'n', { get: () => 2, set: refuse, configurable: true }),
    ],
    [
      'a setter does nothing',
      (sample) => Object.defineProperty(sample, 'n', { get: () => 2, set: () => undefined }),
    ],
    [
      'a field cannot be written any more',
      (sample) => Object.defineProperty(sample, 'n', { value: 2, writable: false }),
    ],
    [
      'a new field cannot be removed',
      (sample) => Object.defineProperty(sample, 'more', { value: 2, enumerable: true }),
    ],
    ['a getter throws', (sample) => Object.defineProperty(sample, 'n', { get: refuse })],
  ])('says so where %s, and gives back all else', (_title, change) => {
    const sample = new Sample();
    const { list, any, map } = sample;
    const remembered = new RememberedValues(sample);
    list.push(3);
    any['x'] = 2;
    map.clear();
    change(sample);
    expect(remembered.restore()).toBe(false);
    expect([list, any, [...map.keys()]]).toEqual([[1, 2], { x: 1, y: 2 }, ['a']]);
  });

  test('says nothing of a frozen document that has not changed', () => {
    const sample = Object.freeze(new Sample());
    for (const value of Object.values(sample)) if (!Buffer.isBuffer(value)) Object.freeze(value);
    const remembered = new RememberedValues(sample);
    expect(remembered.restore()).toBe(true);
  });

  test('gives back what has the same contents later on too, in the list that stands there now', () => {
    const sample = new Sample();
    const remembered = new RememberedValues(sample);
    Object.freeze([sample.list.push(3), sample.list][1]);
    remembered.restore();
    sample.list.push(4);
    expect(remembered.isUnchanged()).toBe(false);
    expect(remembered.restore()).toBe(true);
    expect(sample.list).toEqual([1, 2]);
  });

  test('gives back lists of any length', () => {
    const sample = { list: new Array<number>(300_000).fill(1) };
    const remembered = new RememberedValues(sample);
    sample.list.length = 10;
    sample.list[3] = 2;
    expect(remembered.restore()).toBe(true);
    expect([sample.list.length, sample.list[3], sample.list[299_999]]).toEqual([300_000, 1, 1]);
  });

  test('gives back what the values of maps hold', () => {
    const inner = { list: [1], time: new Date(5) };
    const sample = { map: new Map([['a', inner]]) };
    const remembered = new RememberedValues(sample);
    inner.list.push(2);
    inner.time.setTime(6);
    expect(remembered.restore()).toBe(true);
    expect(sample.map.get('a')).toBe(inner);
    expect(inner).toEqual({ list: [1], time: new Date(5) });
  });

  test('gives back the order of an object, which may be stored', () => {
    const sample = { any: { a: 1, b: 2, c: 3 } as Record<string, number> };
    const remembered = new RememberedValues(sample);
    delete sample.any['a'];
    sample.any['a'] = 1;
    expect(remembered.restore()).toBe(true);
    expect(Object.keys(sample.any)).toEqual(['a', 'b', 'c']);
  });
});
