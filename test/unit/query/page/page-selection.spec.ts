import { describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document } from '../../../../lib/document/document.js';
import { Field, Id } from '../../../../lib/document/field.js';
import { compileSelection, defaultSelection } from '../../../../lib/query/compile-selection.js';
import { compileSort } from '../../../../lib/query/compile-sort.js';
import { withSortKeys } from '../../../../lib/query/page/page-selection.js';
import { sortKeysOf } from '../../../../lib/query/page/sort-keys.js';
import { schemaOf } from '../../../../lib/schema/build/schema-of.js';
import { familyOf, personSchema } from '../../../support/unit/unit-world.js';

@Document()
class Account {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Field({ select: false }) secret?: string;
}
const accountSchema = schemaOf(Account);

const personKeys = (sort: object) => sortKeysOf(personSchema, compileSort(personSchema, sort));
const select = (...names: string[]) => compileSelection(personSchema, familyOf(personSchema), names);

describe('withSortKeys', () => {
  test('leaves a selection of whole documents as it is', () => {
    const selection = defaultSelection(personSchema, familyOf(personSchema));

    expect(withSortKeys(personSchema, selection, personKeys({ age: 1 }))).toBe(selection);
  });

  test('leaves a selection as it is that has the fields', () => {
    const selection = select('age');

    expect(withSortKeys(personSchema, selection, personKeys({ age: 1 }))).toBe(selection);
  });

  test('adds whole fields', () => {
    const selection = withSortKeys(personSchema, select('name'), personKeys({ age: 1, 'address.street': 1 }));

    expect({ ...selection.projection }).toMatchObject({ _id: 1, name: 1, a: 1, address: 1 });
    expect([...selection.loaded!]).toEqual(['id', 'name', 'age', 'address']);
  });

  /** A selection of a part of a field. */
  const inside = { loaded: new Set(['id', 'address']), shown: undefined, isPartial: true };

  test('replaces paths inside a field by the field', () => {
    const partial = { ...inside, projection: { _id: 1, 'address.location': 1 } };
    const { projection } = withSortKeys(personSchema, partial, personKeys({ 'address.street': 1 }));

    expect({ ...projection }).toEqual({ _id: 1, address: 1 });
  });

  test('no longer leaves out what it sorts by', () => {
    const partial = { ...inside, projection: { name: 0, 'address.s': 0 } };
    const { projection } = withSortKeys(personSchema, partial, personKeys({ 'address.street': 1 }));

    expect({ ...projection }).toEqual({ name: 0 });
  });

  test('refuses a field that is not loaded by default, unless it was added by name', () => {
    const family = familyOf(accountSchema);
    const keys = sortKeysOf(accountSchema, compileSort(accountSchema, { secret: 1 }));

    expect(() => withSortKeys(accountSchema, defaultSelection(accountSchema, family), keys)).toThrow(
      'It sorts by secret, which is not loaded by default, and its cursors would disclose its values',
    );
    expect(
      withSortKeys(accountSchema, compileSelection(accountSchema, family, ['secret']), keys).loaded,
    ).toEqual(new Set(['id', 'secret']));
  });
});
