import { describe, expect, test } from 'vitest';
import { Document, EmbeddedDocument } from '../../../../lib/document/document.js';
import { CreatedAt, DeletedAt, UpdatedAt, Version } from '../../../../lib/document/field-roles.js';
import { LeasedBy, LeasedUntil } from '../../../../lib/document/lease-roles.js';
import { CreatedBy, UpdatedBy } from '../../../../lib/document/user-roles.js';
import { Field, Id } from '../../../../lib/document/field.js';
import type { DocumentClass } from '../../../../lib/schema/declare/class-record.js';
import { InvalidSchemaError } from '../../../../lib/schema/schema-errors.js';
import { schemaOf } from '../../../../lib/schema/build/schema-of.js';

const unversioned = { versioned: false } as const;

@Document()
class Paper {
  @Id() id!: string;
  @Field() title?: string;
  @Field({ versioned: true }) text?: string;
  @Field(unversioned) reads?: number;
  @Version() version!: number;
  @CreatedAt() createdAt!: Date;
  @UpdatedAt() updatedAt!: Date;
  @DeletedAt() deletedAt?: Date;
  @CreatedBy(() => 'ada') createdBy?: string;
  @UpdatedBy(() => 'ada') updatedBy?: string;
  @LeasedUntil() leasedUntil?: Date;
  @LeasedBy() leasedBy?: string;
}

test('The version is concerned by all fields but those declared otherwise, the time and user of the last write, and leases', () => {
  const free = schemaOf(Paper).fields.filter(({ isVersioned }) => !isVersioned);
  expect(free.map(({ name }) => name)).toEqual([
    ...['reads', 'updatedAt', 'updatedBy', 'leasedUntil', 'leasedBy'],
  ]);
});

describe('{ versioned: false } is refused', () => {
  test.each<[string, () => DocumentClass, string]>([
    [
      'for an immutable field',
      () => {
        @Document()
        class Broken {
          @Id() id!: string;
          @Field({ immutable: true, versioned: false }) code?: string;
        }
        return Broken;
      },
      'Broken.code cannot be stored as it is declared. It never changes once it is stored, so it never concerns the version. Remove { versioned: false }.',
    ],
    [
      'for the id',
      () => {
        @Document()
        class Broken {
          @Id(unversioned as object) id!: string;
        }
        return Broken;
      },
      'Broken.id cannot be stored as it is declared. It never changes once it is stored, so it never concerns the version. Remove { versioned: false }.',
    ],
    [
      'for the version',
      () => {
        @Document()
        class Broken {
          @Id() id!: string;
          @Version(unversioned as object) version!: number;
        }
        return Broken;
      },
      'Broken.version cannot be stored as it is declared. It is the version itself, and cannot do without it. Remove { versioned: false }.',
    ],
    [
      'for a time that the library writes',
      () => {
        @Document()
        class Broken {
          @Id() id!: string;
          @DeletedAt(unversioned as object) deletedAt?: Date;
        }
        return Broken;
      },
      'Broken.deletedAt cannot be stored as it is declared. The library writes it, and decides whether it concerns the version. Remove { versioned: false }.',
    ],
    [
      'inside of an embedded document',
      () => {
        @EmbeddedDocument()
        class Line {
          @Field(unversioned) reads?: number;
        }
        @Document()
        class Broken {
          @Id() id!: string;
          @Field() line?: Line;
        }
        return Broken;
      },
      'Line.reads cannot be stored as it is declared. It belongs to an embedded document, which is written with the field that holds it. Declare { versioned: false } on the field that holds it.',
    ],
  ])('%s', (_, declare, message) => {
    expect(() => schemaOf(declare())).toThrow(InvalidSchemaError);
    expect(() => schemaOf(declare())).toThrow(message);
  });
});
