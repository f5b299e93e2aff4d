import { describe, expect, test } from 'vitest';
import {
  compileOmission,
  compileSelection,
  defaultSelection,
  sameSelection,
} from '../../../lib/query/compile-selection.js';
import { UnknownPathError } from '../../../lib/query/query-errors.js';
import { parcelSchema, personSchema, studentSchema } from '../../support/unit/unit-world.js';

const family = [personSchema, studentSchema];

describe('compileSelection', () => {
  test('asks for the id and the named fields, by key, and for what names the class', () => {
    const { projection, loaded } = compileSelection(personSchema, family, ['age']);
    expect({ ...projection }).toEqual({ _id: 1, a: 1, _type: 1 });
    expect(loaded).toEqual(new Set(['id', 'age']));
  });

  test('asks for paths inside fields, by key', () => {
    const paths = [
      'address.street',
      'others.location.latitude',
      'scores.go',
      'places.home.street',
      'extra.a.b',
    ];
    const { projection, loaded, isPartial } = compileSelection(personSchema, family, paths);
    expect({ ...projection }).toEqual({
      ...{ _id: 1, _type: 1, 'address.s': 1, 'others.location.latitude': 1 },
      ...{ 'scores.go': 1, 'places.home.s': 1, 'extra.a.b': 1 },
    });
    expect(loaded).toEqual(new Set(['id', 'address', 'others', 'scores', 'places', 'extra']));
    expect(isPartial).toBe(true);
  });

  test.each([
    [['address.street', 'address'], { address: 1 }],
    [['address', 'address.street'], { address: 1 }],
    [
      ['address.location.latitude', 'address.location', 'address.street'],
      { 'address.location': 1, 'address.s': 1 },
    ],
    [['id', 'id'], {}],
  ])('of %j counts the wider ones', (paths, expected) => {
    const { projection } = compileSelection(personSchema, family, paths);
    expect({ ...projection }).toEqual({ _id: 1, _type: 1, ...expected });
  });

  test('shows what was asked for, and the id', () => {
    const { shown } = compileSelection(personSchema, family, ['address.street']);
    expect(['id', 'name', 'address'].map((name) => typeof shown?.shows(name))).toEqual([
      'boolean',
      'boolean',
      'object',
    ]);
    expect([shown?.shows('id'), shown?.shows('name')]).toEqual([true, false]);
  });

  test('refuses paths that pass an index', () => {
    for (const path of ['tags.0', 'others.1.street'])
      expect(() => compileSelection(personSchema, family, [path])).toThrow(UnknownPathError);
  });

  test('refuses names of no field, of a subclass too', () => {
    expect(() => compileSelection(personSchema, family, ['school'])).toThrow(UnknownPathError);
    expect(() => compileSelection(parcelSchema, [parcelSchema], ['attributes'])).toThrow(UnknownPathError);
  });
});

describe('compileOmission', () => {
  test('asks for everything else, by key', () => {
    const { projection, loaded, isPartial } = compileOmission(personSchema, family, ['age', 'tags']);
    expect({ ...projection }).toEqual({ a: 0, tags: 0 });
    expect([loaded?.has('age'), loaded?.has('name'), loaded?.has('school'), isPartial]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test('of paths inside fields loads the fields in part', () => {
    const { projection, loaded, isPartial } = compileOmission(personSchema, family, [
      'address.street',
      'scores.go',
    ]);
    expect({ ...projection }).toEqual({ 'address.s': 0, 'scores.go': 0 });
    expect([loaded?.has('address'), isPartial]).toEqual([true, true]);
  });

  test('leaves the id in documents, and shows it to nobody', () => {
    const { projection, loaded, shown } = compileOmission(personSchema, family, ['id']);
    expect([projection, loaded, shown?.shows('id'), shown?.shows('name')]).toEqual([
      undefined,
      undefined,
      false,
      true,
    ]);
  });
});

test('defaultSelection asks for whole documents where every field is selected', () => {
  expect(defaultSelection(personSchema, family)).toMatchObject({
    ...{ projection: undefined, loaded: undefined, shown: undefined },
    isPartial: false,
  });
});

describe('sameSelection', () => {
  test('names what was loaded, without fields of other classes', () => {
    const { projection } = sameSelection(personSchema, family, new Set(['id', 'name', 'school']));
    expect({ ...projection }).toEqual({ _id: 1, name: 1, _type: 1 });
  });

  test('asks for whole documents if everything was loaded', () => {
    const loaded = new Set(['id', 'name', 'attributes']);
    expect(sameSelection(parcelSchema, [parcelSchema], loaded).projection).toBeUndefined();
  });
});
