import { describe, expect, test } from 'vitest';
import { Double } from 'mongodb';
import fc from 'fast-check';
import { differences } from '../../../../lib/state/change/difference.js';
import { isEqual } from '../../../../lib/value/equality/is-equal.js';
import type { Stored } from '../../../../lib/state/snapshot/snapshot.js';
import { wholeArrays } from '../../../../lib/state/change/whole-arrays.js';
import { storedPersons } from '../../../support/unit/unit-arbitraries.js';
import { applyUpdate } from '../../../support/unit/unit-update-model.js';
import { personSchema } from '../../../support/unit/unit-world.js';
import { ValueSnapshot } from '../../../../lib/state/snapshot/value-snapshot.js';

/** The writes between two stored persons, with their paths. */
const writes = (stored: Stored, after: Stored): [string, unknown][] =>
  wholeArrays(new ValueSnapshot(stored), differences(personSchema, new ValueSnapshot(stored), after)).map(
    (write) => [write.keys.join('.'), write.after],
  );

describe('wholeArrays', () => {
  test('writes an array whole of which elements differ, once', () => {
    const stored = { name: 'a', others: [{ s: 'x' }, { s: 'y' }, { s: 'z' }] };
    const after = { name: 'a', others: [{ s: '1' }, { s: 'y' }, { s: '3' }] };
    expect(writes(stored, after)).toEqual([['others', [{ s: '1' }, { s: 'y' }, { s: '3' }]]]);
  });

  test('leaves what is in no array as it is, in order', () => {
    const stored = { name: 'a', tags: ['x'], address: { s: 'x', country: 'SE' } };
    const after = { name: 'b', tags: ['y'], address: { s: 'x' } };
    expect(writes(stored, after)).toEqual([
      ['name', 'b'],
      ['tags', ['y']],
      ['address.country', undefined],
    ]);
  });

  test('is the differences themselves where none is in an array', () => {
    const stored = { name: 'a', tags: ['x'] };
    const changed = differences(personSchema, new ValueSnapshot(stored), { name: 'b', tags: [] });
    expect(wholeArrays(new ValueSnapshot(stored), changed)).toBe(changed);
  });

  test('writes the outermost of arrays that hold each other', () => {
    const stored = { extra: { a: [{ b: [1, 2] }, 3], c: 1 } };
    expect(writes(stored, { extra: { a: [{ b: [1, 9] }, 3], c: 1 } })).toEqual([
      ['extra.a', [{ b: [1, 9] }, 3]],
    ]);
  });

  test('keeps the very values of other elements, with their BSON types and keys that the class does not declare', () => {
    const latitude = new Double(1);
    const stored = { others: [{ zip: 1, s: 'x', location: { latitude } }, { s: 'y' }] };
    const after = { others: [{ s: 'x', location: { latitude: 1 }, zip: 1 }, { s: 'z' }] };
    const [[, array]] = writes(stored, after) as [[string, { location: { latitude: unknown } }[]]];
    expect(array).toEqual([{ zip: 1, s: 'x', location: { latitude } }, { s: 'z' }]);
    expect(array[0]?.location.latitude).toBe(latitude);
    expect(Object.keys(array[0] ?? {})).toEqual(['zip', 's', 'location']);
  });

  test('stores what the differences themselves would store', () => {
    fc.assert(
      fc.property(storedPersons, storedPersons, (one, other) => {
        const changed = differences(personSchema, new ValueSnapshot(one), other);
        const whole = wholeArrays(new ValueSnapshot(one), changed) as typeof changed;
        expect(isEqual(applyUpdate(one, whole), applyUpdate(one, changed))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
