import { describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument } from '../../../lib/document/document.js';
import { Field, Id } from '../../../lib/document/field.js';
import { assertOfThisCopy, findOtherCopy, OtherCopyError } from '../../../lib/schema/declare/copies.js';
import { UnknownFieldTypeError } from '../../../lib/schema/schema-errors.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';

/** Notes a class as another copy of the package does. */
function claimElsewhere<C extends object>(claimed: C): C {
  const shared = globalThis as unknown as Record<symbol, WeakMap<object, object>>;
  shared[Symbol.for('nestjs-documents.owners')]!.set(claimed, { place: '/elsewhere/nestjs-documents/dist' });
  return claimed;
}

const Stranger = claimElsewhere(class Stranger {});
const StrangeAddress = claimElsewhere(class StrangeAddress {});

@Document()
class Person {
  @Id() id!: ObjectId;
}
@Document()
class Heir extends Stranger {
  @Id() id!: ObjectId;
}
@EmbeddedDocument()
class Address {
  @Field() city!: string;
}
@Document()
class Tenant {
  @Id() id!: ObjectId;
  @Field(() => Address) here?: Address;
  @Field(() => StrangeAddress) there?: object;
}

describe('A class that another copy of the package has declared', () => {
  test('is refused, and both copies are named', () => {
    const error = findOtherCopy(Stranger);

    expect(error).toBeInstanceOf(OtherCopyError);
    expect(error?.problem).toBe('Stranger belongs to another copy of nestjs-documents');
    expect(error?.reason).toMatch(
      /with the copy in \/elsewhere\/nestjs-documents\/dist, .* the one in \/.+,/,
    );
    expect(() => schemaOf(Stranger)).toThrow(OtherCopyError);
  });

  test('is refused as a base class, whose fields would be missing', () => {
    expect(() => schemaOf(Heir)).toThrow(OtherCopyError);
  });

  test('is refused as the type of a field', () => {
    expect(() => schemaOf(Tenant)).toThrow(UnknownFieldTypeError);
    expect(() => schemaOf(Tenant)).toThrow('StrangeAddress was declared with the copy in /elsewhere');
  });
});

test.each([
  ['a class of this copy', Person],
  ['an ordinary class', class {}],
  ['no class', undefined],
])('%s is no matter of copies', (_what, used) => {
  expect(() => {
    assertOfThisCopy(used);
  }).not.toThrow();
});
