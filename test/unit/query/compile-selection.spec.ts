import { describe, expect, test } from 'vitest';
import { compileSelection, defaultSelection, sameSelection } from '../../../lib/query/compile-selection.js';
import { UnknownPathError } from '../../../lib/query/query-errors.js';
import { parcelSchema, personSchema, studentSchema } from '../../support/unit/unit-world.js';

const family = [personSchema, studentSchema];

describe('compileSelection', () => {
  test('asks for the id and the named fields, by key, and for what names the class', () => {
    const { projection, loaded } = compileSelection(personSchema, family, ['age']);
    expect({ ...projection }).toEqual({ _id: 1, a: 1, _type: 1 });
    expect(loaded).toEqual(new Set(['id', 'age']));
  });

  test('refuses names of no field, of a subclass too', () => {
    expect(() => compileSelection(personSchema, family, ['school'])).toThrow(UnknownPathError);
    expect(() => compileSelection(parcelSchema, [parcelSchema], ['attributes'])).toThrow(UnknownPathError);
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
