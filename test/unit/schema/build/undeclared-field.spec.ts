import { describe, expect, test } from 'vitest';
import { isDeclaredKey, isShownKey, undeclaredField } from '../../../../lib/schema/build/undeclared-field.js';
import { Parcel, parcelSchema, Person, studentSchema } from '../../../support/unit/unit-world.js';

describe('undeclaredField', () => {
  test('is a map of anything without a key of its own', () => {
    expect(undeclaredField(Parcel, 'Parcel', false)).toMatchObject({
      ...{ name: 'attributes', key: '', type: { kind: 'map', of: { kind: 'any' } } },
    });
  });

  test('is inherited', () => {
    class Box extends Parcel {}
    expect(undeclaredField(Box, 'Box', false)?.name).toBe('attributes');
  });

  test('is none in a class without @Undeclared()', () => {
    expect(undeclaredField(Person, 'Person', false)).toBeUndefined();
  });

  test('is refused in a strict class', () => {
    expect(() => undeclaredField(Parcel, 'Parcel', true)).toThrow(
      'Parcel.attributes cannot be stored as it is declared. It holds undeclared keys, but a class with { strict: true } refuses them. Remove @Undeclared() or the option.',
    );
  });
});

describe('isDeclaredKey', () => {
  test('knows keys of fields, and the one that names the class', () => {
    expect(
      ['_id', 'name', '_type', 'color', 'attributes'].map((key) => isDeclaredKey(parcelSchema, key)),
    ).toEqual([true, true, true, false, false]);
    expect(isDeclaredKey(studentSchema, '_type')).toBe(true);
  });
});

describe('isShownKey', () => {
  test.each(['', '$', '$a', 'a.b', '.', 'a\0', '__proto__', '_bsontype', '\ud83c'])('refuses %O', (key) => {
    expect(isShownKey(key)).toBe(false);
  });

  test.each(['a', 'a$', '0', 'constructor', 'ä', '__proto'])('accepts %O', (key) => {
    expect(isShownKey(key)).toBe(true);
  });
});
