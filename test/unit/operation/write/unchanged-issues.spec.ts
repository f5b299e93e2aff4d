import { describe, expect, test } from 'vitest';
import { unchangedTest } from '../../../../lib/operation/write/unchanged-issues.js';
import { Address, Sample, sampleSchema } from '../../../support/unit/unit-world.js';
import { ValueSnapshot } from '../../../../lib/state/snapshot/value-snapshot.js';

const hostile = (): object => ({ a: JSON.parse('{"$where":1,"__proto__":{"x":1}}') as object });
const kept = (values: object, stored: Record<string, unknown>, path: string | readonly string[]): boolean => {
  const document = Object.assign(new Sample(), values);
  return !unchangedTest(
    sampleSchema,
    document,
    new ValueSnapshot(stored),
  )(typeof path === 'string' ? path.split('.') : path);
};

describe('unchangedTest', () => {
  test('leaves out an issue of a value that is as it is stored', () => {
    expect(kept({ any: hostile() }, { any: hostile() }, 'any')).toBe(false);
    expect(kept({ map: new Map([['$a', 1]]) }, { map: { $a: 1 } }, 'map')).toBe(false);
  });

  test.each<[string, object, Record<string, unknown>, string]>([
    ['another value', { any: hostile() }, { any: { a: 1 } }, 'any'],
    ['a value where nothing is stored', { any: hostile() }, {}, 'any'],
    ['a map with another entry', { map: new Map([['$a', 2]]) }, { map: { $a: 1 } }, 'map'],
    [
      'a map with one entry more',
      {
        map: new Map([
          ['$a', 1],
          ['b', 2],
        ]),
      },
      { map: { $a: 1 } },
      'map',
    ],
    ['an element behind those that are stored', { array: [1, 2] }, { array: [1] }, 'array.1'],
    ['another element', { array: [2, 2] }, { array: [1] }, 'array.0'],
    ['a path that leads nowhere', { any: 1 }, { any: 1 }, 'nothing.there'],
  ])('keeps the issue of %s', (_, values, stored, path) => {
    expect(kept(values, stored, path)).toBe(true);
  });

  test('looks at the very place, whatever has changed beside it', () => {
    const address = Object.assign(new Address(), { street: 'new', country: 5 });
    const stored = { embedded: { s: 'old', country: 5 }, nested: [[{ s: 'a', country: 5 }]] };
    expect(kept({ embedded: address }, stored, 'embedded.country')).toBe(false);
    expect(kept({ embedded: address }, stored, 'embedded.street')).toBe(true);
    expect(kept({ nested: [[address]] }, stored, 'nested.0.0.country')).toBe(false);
  });

  test('leaves out an issue of an element that is as it is stored, however long the array is', () => {
    expect(kept({ array: [1, 2] }, { array: [1] }, 'array.0')).toBe(false);
  });

  test('looks at the very place inside an untyped value', () => {
    const any = { rows: [{ n: NaN, 'a.b': NaN }], more: 1 };
    const stored = { any: { rows: [{ n: NaN, 'a.b': NaN }, 2] } };
    expect(kept({ any }, stored, 'any.rows.0.n')).toBe(false);
    expect(kept({ any }, stored, ['any', 'rows', '0', 'a.b'])).toBe(false);
    expect(kept({ any: { rows: [{ m: NaN }] } }, stored, 'any.rows.0.m')).toBe(true);
    expect(kept({ any: { rows: [1, { n: NaN }] } }, stored, 'any.rows.1.n')).toBe(true);
  });

  test('finds entries of maps whose keys have dots', () => {
    const places = new Map([
      ['a', []],
      ['a.b', [{ street: 1 }]],
    ]);
    const stored = { places: { a: [], 'a.b': [{ s: 1 }] } };
    const found = (of: Record<string, unknown>): boolean =>
      unchangedTest(
        sampleSchema,
        Object.assign(new Sample(), { places }),
        new ValueSnapshot(of),
      )([...['places', 'a.b', 0, 'street']]);
    expect(found(stored)).toBe(true);
    expect(found({ places: { a: [], 'a.b': [{ s: 2 }] } })).toBe(false);
  });

  test('ends where values hold themselves', () => {
    const circle: Record<string, unknown> = {};
    circle['a'] = circle;
    expect(kept({ any: circle }, { any: { a: { a: {} } } }, 'any')).toBe(true);
  });
});
