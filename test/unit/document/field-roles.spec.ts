import { describe, expect, test } from 'vitest';
import { CreatedAt, DeletedAt, Sequence, UpdatedAt, Version } from '../../../lib/document/field-roles.js';
import { CreatedBy, UpdatedBy } from '../../../lib/document/user-roles.js';
import { findRecord } from '../../../lib/schema/declare/class-record.js';
import type { FieldRecord } from '../../../lib/schema/declare/class-record.js';
import { InvalidSchemaError } from '../../../lib/schema/schema-errors.js';

function author(context: object): string {
  return String(Reflect.get(context, 'user'));
}
class Invoice {
  @Version() version!: number;
  @Version({ key: 'v' }) bigVersion!: bigint;
  @CreatedAt() createdAt!: Date;
  @UpdatedAt() updatedAt?: Date;
  @DeletedAt({ key: 'd' }) deletedAt?: Date | null;
  @CreatedBy(author) createdBy?: string;
  @UpdatedBy(author, { key: 'u', type: () => String }) updatedBy?: string | null;
  @Sequence() number!: number;
  @Sequence({ name: 'papers', start: 1000, key: 'p' }) paper!: bigint;
}
const field = (name: string): FieldRecord => findRecord(Invoice)?.fields.get(name) as FieldRecord;

describe('A decorator of a role', () => {
  test('declares a field like @Field() and records the role', () => {
    expect(field('version')).toEqual({
      name: 'version',
      emittedType: Number,
      isTypeEmitted: true,
      declaredType: expect.any(Function),
      key: undefined,
      required: false,
      isSelected: true,
      immutable: false,
      constraints: {},
      default: undefined,
      isId: false,
      generate: undefined,
      role: { kind: 'version' },
    });
  });

  test.each([
    ['createdAt', { kind: 'createdAt' }],
    ['updatedAt', { kind: 'updatedAt' }],
    ['deletedAt', { kind: 'deletedAt' }],
    ['createdBy', { kind: 'createdBy', source: author }],
    ['updatedBy', { kind: 'updatedBy', source: author }],
    ['number', { kind: 'sequence', counter: undefined, start: 1 }],
    ['paper', { kind: 'sequence', counter: 'papers', start: 1000 }],
  ])('records the role of %s', (name, role) => {
    expect(field(name).role).toEqual(role);
  });

  test.each([
    ['version', Number],
    ['bigVersion', BigInt],
    ['createdAt', Date],
    ['deletedAt', Date],
    ['updatedBy', String],
    ['number', Number],
    ['paper', BigInt],
  ])('knows the type of %s', (name, type) => {
    expect(field(name).declaredType?.()).toBe(type);
  });

  test('takes the type of a user from its property, and lets neither creation change', () => {
    expect(field('createdBy')).toMatchObject({ declaredType: undefined, emittedType: String });
    expect(['createdAt', 'createdBy', 'updatedBy'].map((name) => field(name).immutable)).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('takes a key', () => {
    expect(['bigVersion', 'deletedAt', 'paper', 'updatedBy'].map((name) => field(name).key)).toEqual([
      'v',
      'd',
      'p',
      'u',
    ]);
  });

  test('refuses a static property, as @Field() does', () => {
    expect(() => {
      class Broken {
        @Version() static version: number;
      }
      return Broken;
    }).toThrow(InvalidSchemaError);
  });
});
