import { describe, expect, test } from 'vitest';
import { Document, EmbeddedDocument } from '../../../../lib/document/document.js';
import { CreatedAt, DeletedAt, Sequence, UpdatedAt, Version } from '../../../../lib/document/field-roles.js';
import { LeasedBy, LeasedUntil } from '../../../../lib/document/lease-roles.js';
import { CreatedBy, UpdatedBy } from '../../../../lib/document/user-roles.js';
import { Field, Id } from '../../../../lib/document/field.js';
import type { DocumentClass } from '../../../../lib/schema/declare/class-record.js';
import { fieldWithRole } from '../../../../lib/schema/build/role-fields.js';
import { InvalidSchemaError } from '../../../../lib/schema/schema-errors.js';
import { schemaOf } from '../../../../lib/schema/build/schema-of.js';

@Document()
class Paper {
  @Id() id!: string;
  @Version() version!: number;
  @CreatedAt({ key: 'c' }) createdAt!: Date;
  @Sequence() number!: bigint;
  @Sequence({ start: 0 }) page!: number;
}
@Document()
class Letter extends Paper {
  @DeletedAt() deletedAt?: Date | null;
}

describe('fieldWithRole', () => {
  test('is the field of a role', () => {
    expect(fieldWithRole(schemaOf(Paper), 'createdAt')).toMatchObject({ name: 'createdAt', key: 'c' });
  });

  test('is undefined where the class has no such field', () => {
    expect(fieldWithRole(schemaOf(Paper), 'deletedAt')).toBeUndefined();
  });

  test('is inherited', () => {
    const schema = schemaOf(Letter);

    expect(fieldWithRole(schema, 'version')?.name).toBe('version');
    expect(fieldWithRole(schema, 'deletedAt')?.type).toEqual({ kind: 'date' });
  });
});

describe('A class with roles that do not fit', () => {
  test.each<[string, () => DocumentClass, string]>([
    [
      'a version that is a string',
      () => {
        @Document()
        class Broken {
          @Id() id!: string;
          // @ts-expect-error refused by the compiler too
          @Version() version!: string;
        }
        return Broken;
      },
      'Broken.version cannot be stored as it is declared. @Version() is for a number or bigint, but the field has another type. Write its type: version!: number.',
    ],
    [
      'a time that is a number',
      () => {
        @Document()
        class Broken {
          @Id() id!: string;
          // @ts-expect-error refused by the compiler too
          @UpdatedAt() changed!: number;
        }
        return Broken;
      },
      'Broken.changed cannot be stored as it is declared. @UpdatedAt() is for a Date, but the field has another type. Write its type: changed!: Date.',
    ],
    [
      'a role in an embedded document',
      () => {
        @EmbeddedDocument()
        class Line {
          @Sequence() number!: number;
        }
        @Document()
        class Broken {
          @Id() id!: string;
          @Field() line?: Line;
        }
        return Broken;
      },
      'Line.number cannot be stored as it is declared. @Sequence() is for documents, and an embedded document is stored with the one that holds it. Move it to the document, or use @Field().',
    ],
    [
      'two versions, one of them inherited',
      () => {
        @Document()
        class Broken extends Paper {
          @Version() revision!: number;
        }
        return Broken;
      },
      'Broken cannot be stored as it is declared. version and revision are both decorated with @Version(). Decorate only one of them.',
    ],
    [
      'a sequence that starts between two numbers',
      () => {
        @Document()
        class Broken {
          @Id() id!: string;
          @Sequence({ start: 1.5 }) number!: number;
        }
        return Broken;
      },
      'Broken.number cannot be stored as it is declared. Its start is not a whole number. Pass one: @Sequence({ start: 1 }).',
    ],
    [
      'a holder of a lease without its end',
      () => {
        @Document()
        class Broken {
          @Id() id!: string;
          @LeasedBy() holder?: string;
        }
        return Broken;
      },
      'Broken.holder cannot be stored as it is declared. @LeasedBy() is one half of a lease, and the other one is missing. Declare it too: @LeasedUntil() leasedUntil?: Date.',
    ],
    [
      'an end of a lease without its holder',
      () => {
        @Document()
        class Broken {
          @Id() id!: string;
          @LeasedUntil() until?: Date;
        }
        return Broken;
      },
      'Broken.until cannot be stored as it is declared. @LeasedUntil() is one half of a lease, and the other one is missing. Declare it too: @LeasedBy() leasedBy?: string.',
    ],
    [
      'a holder of a lease that is a number',
      () => {
        @Document()
        class Broken {
          @Id() id!: string;
          @LeasedUntil() until?: Date;
          // @ts-expect-error refused by the compiler too
          @LeasedBy() holder?: number;
        }
        return Broken;
      },
      'Broken.holder cannot be stored as it is declared. @LeasedBy() is for a string, but the field has another type. Write its type: holder!: string.',
    ],
    [
      'a user without a function that finds it',
      () => {
        @Document()
        class Broken {
          @Id() id!: string;
          @CreatedBy(undefined as never) author?: string;
        }
        return Broken;
      },
      'Broken.author cannot be stored as it is declared. @CreatedBy() takes its value from the context of the write, and has no function for it. Pass one: @CreatedBy((context) => context.userId).',
    ],
    [
      'two users of the last write',
      () => {
        @Document()
        class Broken {
          @Id() id!: string;
          @UpdatedBy(() => 'ada') one?: string;
          @UpdatedBy(() => 'ada') two?: string;
        }
        return Broken;
      },
      'Broken cannot be stored as it is declared. one and two are both decorated with @UpdatedBy(). Decorate only one of them.',
    ],
    [
      'a user in an embedded document',
      () => {
        @EmbeddedDocument()
        class Row {
          @UpdatedBy(() => 'ada') by?: string;
        }
        @Document()
        class Broken {
          @Id() id!: string;
          @Field() row?: Row;
        }
        return Broken;
      },
      'Row.by cannot be stored as it is declared. @UpdatedBy() is for documents, and an embedded document is stored with the one that holds it. Move it to the document, or use @Field().',
    ],
  ])('is refused: %s', (_, declare, message) => {
    expect(() => schemaOf(declare())).toThrow(InvalidSchemaError);
    expect(() => schemaOf(declare())).toThrow(message);
  });
});
