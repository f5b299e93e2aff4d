import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { findUnknownFields } from '../../../lib/validation/find-unknown-fields.js';
import { Address, sampleSchema } from '../../support/unit/unit-world.js';

describe('findUnknownFields', () => {
  const unknown = (values: object): string[] =>
    findUnknownFields(sampleSchema, values).listed.map(({ path }) => path);

  test('finds names that are no fields, at any depth of plain values', () => {
    expect(
      unknown({
        string: 's',
        isAdmin: true,
        embedded: { street: 's', zip: 1, location: { height: 1 } },
        nested: [[{ street: 's' }, { a: 1 }]],
        places: new Map([['home', [{ b: 1 }]]]),
        any: { what: 'ever' },
      }),
    ).toEqual(['isAdmin', 'embedded.zip', 'embedded.location.height', 'nested.0.1.a', 'places.home.0.b']);
  });

  test('finds keys instead of names', () => {
    expect(unknown({ _id: 1, embedded: { s: 'x' } })).toEqual(['_id', 'embedded.s']);
  });

  test('finds names that reach a prototype', () => {
    expect(unknown(JSON.parse('{"__proto__": {}, "constructor": {}, "toString": 1}') as object)).toEqual([
      '__proto__',
      'constructor',
      'toString',
    ]);
  });

  test('finds a name that is no field wherever it stands among names in any order, fields left out', () => {
    const names = sampleSchema.fields.map(({ name }) => name);
    fc.assert(
      fc.property(fc.shuffledSubarray(names), fc.nat(), fc.boolean(), (given, place, hasUnknown) => {
        const all = hasUnknown ? given.toSpliced(place % (given.length + 1), 0, 'isAdmin') : given;
        expect(unknown(Object.fromEntries(all.map((name) => [name, undefined])))).toEqual(
          hasUnknown ? ['isAdmin'] : [],
        );
      }),
    );
  });

  test('looks at own names only', () => {
    expect(unknown(Object.create({ isAdmin: true }) as object)).toEqual([]);
  });

  test('leaves instances and values of a wrong type to validation', () => {
    expect(unknown({ embedded: Object.assign(new Address(), { more: 1 }), nested: 'x', places: {} })).toEqual(
      [],
    );
  });

  test.each<[string, () => object]>([
    [
      'that hold themselves',
      () => {
        const one: Record<string, unknown> = {};
        return Object.assign(one, { left: one, right: one, children: [one, one] });
      },
    ],
    [
      'of a request that is nested very deep',
      () => JSON.parse(`${'{"left":'.repeat(20_000)}{}${'}'.repeat(20_000)}`) as object,
    ],
  ])('ends at values %s', (_title, make) => {
    expect(findUnknownFields(sampleSchema, { node: make() }).listed).toEqual([
      { path: `node${'.left'.repeat(101)}`, code: 'type', message: 'is nested deeper than 100 levels' },
    ]);
  });
});
