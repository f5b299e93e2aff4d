import { describe, expect, test } from 'vitest';
import { CreatedAt, DeletedAt, Sequence, UpdatedAt, Version } from '../../../lib/document/field-roles.js';
import { findRecord } from '../../../lib/schema/declare/class-record.js';
import type { FieldRecord } from '../../../lib/schema/declare/class-record.js';
import { InvalidSchemaError } from '../../../lib/schema/schema-errors.js';

class Invoice {
  @Version() version!: number;
  @Version({ key: 'v' }) bigVersion!: bigint;
  @CreatedAt() createdAt!: Date;
  @UpdatedAt() updatedAt?: Date;
  @DeletedAt({ key: 'd' }) deletedAt?: Date | null;
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
    ['number', Number],
    ['paper', BigInt],
  ])('knows the type of %s', (name, type) => {
    expect(field(name).declaredType?.()).toBe(type);
  });

  test('takes a key', () => {
    expect(['bigVersion', 'deletedAt', 'paper'].map((name) => field(name).key)).toEqual(['v', 'd', 'p']);
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
