import { describe, expect, test } from 'vitest';
import { Binary, Decimal128, Double, Int32, Long, ObjectId, UUID } from 'mongodb';
import { Document, EmbeddedDocument } from '../../../../lib/document/document.js';
import { Field, Id } from '../../../../lib/document/field.js';
import type { ObjectId as ObjectIdType } from 'mongodb';
import type { FieldRecord } from '../../../../lib/schema/declare/class-record.js';
import type { FieldType } from '../../../../lib/schema/document-schema.js';
import { resolveType } from '../../../../lib/schema/build/resolve-type.js';
import { schemaOf } from '../../../../lib/schema/build/schema-of.js';
import { UnknownFieldTypeError } from '../../../../lib/schema/schema-errors.js';
import { mapOf } from '../../../../lib/schema/declare/type-declaration.js';
import type { FieldTypeDeclaration } from '../../../../lib/schema/declare/type-declaration.js';

@EmbeddedDocument()
class Address {
  @Field() street!: string;
}

enum Colour {
  Red = 'red',
}

@Document()
class Inferred {
  @Id() id!: ObjectId;
  @Field() text!: string;
  @Field() literal!: 'a' | 'b';
  @Field() colour!: Colour;
  @Field() count!: number;
  @Field() big!: bigint;
  @Field() flag!: boolean;
  @Field() date!: Date;
  @Field() buffer!: Buffer;
  @Field() bytes!: Uint8Array;
  @Field() objectId!: ObjectId;
  @Field() uuid!: UUID;
  @Field() binary!: Binary;
  @Field() decimal!: Decimal128;
  @Field() address!: Address;
  @Field() optional?: number;
}

/** The type of a field that is declared so. */
function declared(type: () => FieldTypeDeclaration): unknown {
  @Document()
  class Declared {
    @Id() id!: string;
    @Field(type) field!: unknown;
  }
  return schemaOf(Declared).fieldsByName.get('field')?.type;
}

describe('the type of a field', () => {
  test.each([
    ['text', 'string'],
    ['literal', 'string'],
    ['colour', 'string'],
    ['count', 'number'],
    ['big', 'bigint'],
    ['flag', 'boolean'],
    ['date', 'date'],
    ['buffer', 'buffer'],
    ['bytes', 'buffer'],
    ['objectId', 'objectId'],
    ['uuid', 'uuid'],
    ['binary', 'binary'],
    ['decimal', 'decimal128'],
    ['address', 'embedded'],
    ['optional', 'number'],
  ])('of the property %s is inferred: %s', (field, kind) => {
    expect(schemaOf(Inferred).fieldsByName.get(field)?.type.kind).toBe(kind);
  });

  test.each<[string, () => FieldTypeDeclaration, object]>([
    ['String', () => String, { kind: 'string' }],
    ['Number', () => Number, { kind: 'number' }],
    ['BigInt', () => BigInt, { kind: 'bigint' }],
    ['Long', () => Long, { kind: 'bigint' }],
    ['Int32', () => Int32, { kind: 'int32' }],
    ['Double', () => Double, { kind: 'double' }],
    ['Boolean', () => Boolean, { kind: 'boolean' }],
    ['Date', () => Date, { kind: 'date' }],
    ['Buffer', () => Buffer, { kind: 'buffer' }],
    ['Uint8Array', () => Uint8Array, { kind: 'buffer' }],
    ['ObjectId', () => ObjectId, { kind: 'objectId' }],
    ['UUID', () => UUID, { kind: 'uuid' }],
    ['Binary', () => Binary, { kind: 'binary' }],
    ['Decimal128', () => Decimal128, { kind: 'decimal128' }],
    ['any', () => 'any', { kind: 'any' }],
    ['an array', () => [String], { kind: 'array', of: { kind: 'string' } }],
    [
      'an array of arrays',
      () => [[Number]],
      { kind: 'array', of: { kind: 'array', of: { kind: 'number' } } },
    ],
    ['a map', () => mapOf(Date), { kind: 'map', of: { kind: 'date' } }],
    ['a map of arrays', () => mapOf([UUID]), { kind: 'map', of: { kind: 'array', of: { kind: 'uuid' } } }],
    ['an array of any', () => ['any'], { kind: 'array', of: { kind: 'any' } }],
  ])('is declared as %s', (_title, type, expected) => {
    expect(declared(type)).toEqual(expected);
  });

  test('is frozen at every depth', () => {
    const type = declared(() => [mapOf(String)]) as { of: { of: object } };
    expect([type, type.of, type.of.of].every(Object.isFrozen)).toBe(true);
  });

  test('is the declared one where the compiler emitted another', () => {
    @Document()
    class Person {
      @Id() id!: string;
      @Field(() => Int32) count!: number;
      // @ts-expect-error refused by the compiler too
      @Field(() => String) id2!: ObjectIdType;
    }
    expect(schemaOf(Person).fields.map(({ type }) => type.kind)).toEqual(['string', 'int32', 'string']);
  });

  test.each<[string, () => unknown, string]>([
    [
      'nothing',
      () => undefined,
      'Its type function does not return a class, as happens when modules import each other in a circle',
    ],
    ['an empty array', () => [], 'Its type function does not return a class'],
    ['an array of two', () => [String, Number], 'Its type function does not return a class'],
    ['a text', () => 'string', 'Its type function does not return a class'],
    [
      'a class that is no embedded document',
      () => class Money {},
      'Money is neither a type that can be stored nor an embedded document. Decorate the class with @EmbeddedDocument(), or declare another type: @Field(() => String)',
    ],
    ['a class without a name', () => (() => class {})(), 'Its class is neither a type'],
    ['a document', () => Inferred, 'Inferred is neither a type that can be stored nor an embedded document'],
    ['Object', () => Object, 'Object is neither a type'],
    ['Map', () => Map, 'Map is neither a type'],
    ['Symbol', () => Symbol, 'Symbol is neither a type'],
    ['something unknown in an array', () => [Symbol], 'Symbol is neither a type'],
  ])('is refused when it is declared as %s', (_title, type, message) => {
    expect(() => declared(type as () => FieldTypeDeclaration)).toThrow(UnknownFieldTypeError);
    expect(() => declared(type as () => FieldTypeDeclaration)).toThrow(
      `The type of Declared.field is unknown. ${message}`,
    );
  });

  test('is refused when the compiler says array', () => {
    @Document()
    class Person {
      @Id() id!: string;
      @Field() tags!: string[];
    }
    expect(() => schemaOf(Person)).toThrow(
      'The type of Person.tags is unknown. The compiler says that it is an array, but not of which type. ' +
        `Declare it: @Field(() => [String]), or @Field(() => 'any') to store it as it is.`,
    );
  });

  test('is refused when the compiler says Map', () => {
    @Document()
    class Person {
      @Id() id!: string;
      @Field() scores!: Map<string, number>;
    }
    expect(() => schemaOf(Person)).toThrow(
      'The compiler says that it is a Map, but not of which type. Declare it: @Field(() => mapOf(String)), ',
    );
  });

  test('is refused when the compiler emitted no class', () => {
    interface Shape {
      readonly sides: number;
    }
    @Document()
    class Person {
      @Id() id!: string;
      @Field() either!: string | number;
    }
    @Document()
    class Pet {
      @Id() id!: string;
      @Field() shape!: Shape;
    }
    @Document()
    class Plant {
      @Id() id!: string;
      @Field() unknown!: unknown;
    }
    const message =
      'is unknown. The compiler emitted no class for it, as for interfaces, unions, properties without a written type, ' +
      'and classes imported with "import type". Declare it: @Field(() => String) for a union of texts, ' +
      `@Field(() => Address) for a class with @EmbeddedDocument() and a plain import, or @Field(() => 'any') to store it as it is.`;
    expect(() => schemaOf(Person)).toThrow(`The type of Person.either ${message}`);
    expect(() => schemaOf(Pet)).toThrow(`The type of Pet.shape ${message}`);
    expect(() => schemaOf(Plant)).toThrow(`The type of Plant.unknown ${message}`);
  });

  test('is refused when the compiler says function', () => {
    @Document()
    class Person {
      @Id() id!: string;
      @Field() run!: () => void;
    }
    expect(() => schemaOf(Person)).toThrow('The type of Person.run is unknown.');
  });
});

describe('the type of a field with an enum', () => {
  enum Size {
    Small,
    Large,
  }
  const Mixed = { Text: 'text', Number: 1 };
  const typeOf = (values: Record<string, string | number> | undefined, emittedType: unknown): FieldType => {
    const record = { emittedType, declaredType: undefined, constraints: values ? { enum: values } : {} };
    return resolveType('A.b', record as unknown as FieldRecord, () => {
      throw new Error('nothing is embedded');
    });
  };

  test.each([[undefined], [Object], [Colour]])('is that of its values where %O is emitted', (emitted) => {
    expect(typeOf(Colour, emitted)).toEqual({ kind: 'string' });
    expect(typeOf(Size, emitted)).toEqual({ kind: 'number' });
  });

  test('is the emitted one where there is one', () => {
    expect(typeOf(Colour, ObjectId)).toEqual({ kind: 'objectId' });
  });

  test.each([[Mixed], [{}], [undefined]])('is not known from %O', (values) => {
    expect(() => typeOf(values, Object)).toThrow('The type of A.b is unknown. The compiler emitted no class');
  });
});
