import { describe, expect, test } from 'vitest';
import { buildField } from '../../../../lib/schema/build/build-field.js';
import type { FieldRecord } from '../../../../lib/schema/declare/class-record.js';
import { InvalidSchemaError } from '../../../../lib/schema/schema-errors.js';

const record = (parts: Partial<FieldRecord> = {}): FieldRecord => ({
  name: 'title',
  declaredType: undefined,
  emittedType: String,
  isTypeEmitted: true,
  key: undefined,
  required: false,
  immutable: false,
  constraints: {},
  default: undefined,
  isId: false,
  isSelected: true,
  generate: undefined,
  ...parts,
});
const build = (parts?: Partial<FieldRecord>, kind: 'document' | 'embedded' = 'document') =>
  buildField({ name: 'Book', kind }, record(parts), () => {
    throw new Error('no embedded documents here');
  });

describe('buildField', () => {
  test('gives what was recorded, frozen, under its own name', () => {
    const field = build();
    expect(field).toEqual({
      name: 'title',
      key: 'title',
      type: { kind: 'string' },
      required: false,
      immutable: false,
      constraints: undefined,
      isSelected: true,
      isVersioned: true,
      hasIndexes: true,
      makeDefault: undefined,
      role: undefined,
      reference: undefined,
      touches: false,
      deleteRules: undefined,
    });
    expect(Object.isFrozen(field)).toBe(true);
  });

  test.each<[string, Partial<FieldRecord>, string]>([
    ['its own', { key: 't' }, 't'],
    ['_id for the id', { isId: true }, '_id'],
    ['_id for the id, whatever is said', { isId: true, key: 'k' }, '_id'],
  ])('gives the key: %s', (_title, parts, key) => {
    expect(build(parts).key).toBe(key);
  });

  test('lets an embedded document have a field with the key _id', () => {
    expect(build({ key: '_id' }, 'embedded').key).toBe('_id');
  });

  test('makes a default of a value, and of a function', () => {
    expect(build({ default: '' }).makeDefault?.()).toBe('');
    expect(build({ default: () => 'made' }).makeDefault?.()).toBe('made');
  });

  test.each<[string, Partial<FieldRecord>, 'document' | 'embedded', string]>([
    ['the name __proto__', { name: '__proto__' }, 'document', 'Its name is reserved for the prototype'],
    [
      'an id in an embedded document',
      { isId: true },
      'embedded',
      'Embedded documents have no id of their own',
    ],
    ['the key of the id', { key: '_id' }, 'document', 'The key _id belongs to the id'],
    [
      'select: false in an embedded document',
      { isSelected: false },
      'embedded',
      'An embedded document is always loaded whole',
    ],
    [
      'a key with a dot',
      { key: 'a.b' },
      'document',
      'Its key is empty, __proto__, starts with $, or holds a dot',
    ],
    [
      'a default that all would share',
      { default: {} },
      'document',
      'Its default is an object, which all documents would share',
    ],
  ])('refuses %s', (_title, parts, kind, reason) => {
    expect(() => build(parts, kind)).toThrow(InvalidSchemaError);
    expect(() => build(parts, kind)).toThrow(
      `Book.${parts.name ?? 'title'} cannot be stored as it is declared. ${reason}`,
    );
  });
});
