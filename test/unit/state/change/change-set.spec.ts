import { describe, expect, test } from 'vitest';
import { ChangeSet } from '../../../../lib/state/change/change-set.js';

const changes = new ChangeSet(() => [
  { path: 'name', before: 'Ada', after: 'Bob' },
  { path: 'address.street', before: undefined, after: 's' },
  { path: 'others.1', before: 1, after: undefined },
]);

describe('ChangeSet', () => {
  test('lists its paths in order', () => {
    expect(changes.paths).toEqual(['name', 'address.street', 'others.1']);
    expect(changes.size).toBe(3);
  });

  test.each([
    ['name', true],
    ['address', true],
    ['address.street', true],
    ['address.street.number', true],
    ['address.city', false],
    ['add', false],
    ['names', false],
    ['others', true],
    ['others.1', true],
    ['others.1.street', true],
    ['others.10', false],
    ['', false],
  ])('has something at, above or below %j: %O', (path, expected) => {
    expect(changes.has(path)).toBe(expected);
  });

  test('gets the change of exactly a path', () => {
    expect(changes.get('address.street')).toEqual({ path: 'address.street', before: undefined, after: 's' });
    expect(changes.get('address')).toBeUndefined();
  });

  test('is iterated change by change', () => {
    expect([...changes].map(({ path, after }) => [path, after])).toEqual([
      ['name', 'Bob'],
      ['address.street', 's'],
      ['others.1', undefined],
    ]);
  });

  test('is frozen, with its changes and its paths', () => {
    expect([changes, changes.get('name'), changes.paths].every(Object.isFrozen)).toBe(true);
  });

  test('is empty where nothing changed', () => {
    const none = new ChangeSet(() => []);
    expect([none.size, none.paths, none.has('name'), [...none]]).toEqual([0, [], false, []]);
  });
});
