import { describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument } from '../../../../lib/document/document.js';
import { Field, Id } from '../../../../lib/document/field.js';
import type { EmbeddedType } from '../../../../lib/schema/document-schema.js';
import { schemaOf } from '../../../../lib/schema/build/schema-of.js';
import { InvalidSchemaError } from '../../../../lib/schema/schema-errors.js';

@Document()
class Paper {
  @Id() id!: ObjectId;
}

describe('a default', () => {
  @Document()
  class WithDefaults {
    @Id() id!: string;
    @Field({ default: 'x' }) text!: string;
    @Field({ default: 0 }) zero!: number;
    @Field({ default: false }) flag!: boolean;
    @Field(() => 'any', { default: null }) nothing!: null;
    @Field(() => [String], { default: () => [] }) list!: string[];
    @Field() none?: string;
  }
  const makeDefault = (name: string): (() => unknown) | undefined =>
    schemaOf(WithDefaults).fieldsByName.get(name)?.makeDefault;

  test('is a value or what a function makes anew', () => {
    expect(['text', 'zero', 'flag', 'nothing'].map((name) => makeDefault(name)?.())).toEqual([
      'x',
      0,
      false,
      null,
    ]);
    expect(makeDefault('list')?.()).toEqual([]);
    expect(makeDefault('list')?.()).not.toBe(makeDefault('list')?.());
    expect(makeDefault('none')).toBeUndefined();
  });
});

describe('a class that cannot be stored as it is declared', () => {
  const key =
    (key: string): (() => object) =>
    () => {
      @Document()
      class Person {
        @Id() id!: string;
        @Field({ key }) name!: string;
      }
      return Person;
    };
  const keyMessage =
    'Person.name cannot be stored as it is declared. Its key is empty, __proto__, starts with $, or holds a dot, a null character or half of a surrogate pair. Choose another key.';

  test.each<[string, () => object, string]>([
    ['has an empty key', key(''), keyMessage],
    ['has a key with a dot', key('a.b'), keyMessage],
    ['has a key that starts with $', key('$a'), keyMessage],
    ['has a key with a null character', key('a\0'), keyMessage],
    ['has the key __proto__', key('__proto__'), keyMessage],
    ['has a key with half of a character', key('a\ud83c'), keyMessage],
    [
      'has a field with the key of the id',
      key('_id'),
      'Person.name cannot be stored as it is declared. The key _id belongs to the id. Use @Id() for it.',
    ],
    [
      'has the key of another field',
      () => {
        @Document()
        class Person {
          @Id() id!: string;
          @Field() name!: string;
          @Field({ key: 'name' }) alias!: string;
        }
        return Person;
      },
      'Person.alias cannot be stored as it is declared. The key name is used twice. Give one of the two fields another key.',
    ],
    [
      'has no id',
      () => {
        @Document()
        class Person {
          @Field() name!: string;
        }
        return Person;
      },
      'Person cannot be stored as it is declared. It has no field with @Id(). Decorate exactly one field with @Id().',
    ],
    [
      'has two ids',
      () => {
        @Document()
        class Person {
          @Id() one!: string;
          @Id() other!: string;
        }
        return Person;
      },
      'Person cannot be stored as it is declared. It has several fields with @Id(). Decorate exactly one field with @Id().',
    ],
    [
      'has a default that all documents would share',
      () => {
        @Document()
        class Person {
          @Id() id!: string;
          @Field(() => [String], { default: [] }) tags!: string[];
        }
        return Person;
      },
      'Person.tags cannot be stored as it is declared. Its default is an object, which all documents would share. Pass a function: default: () => ….',
    ],
    [
      'has a field named after the prototype',
      () => {
        @Document()
        class Person {
          @Id() id!: string;
          @Field() ['__proto__']!: string;
        }
        return Person;
      },
      'Person.__proto__ cannot be stored as it is declared. Its name is reserved for the prototype. Rename it.',
    ],
    [
      'extends a document of another collection',
      () => {
        @Document({ collection: 'others' })
        class Essay extends Paper {}
        return Essay;
      },
      'Essay cannot be stored as it is declared. It extends Paper and shares its collection. Let the base class name the collection, or make it abstract: @Document({ abstract: true }).',
    ],
    [
      'has the key of the discriminator',
      () => {
        @Document()
        class Base {
          @Id() id!: string;
        }
        @Document()
        class Heir extends Base {
          @Field({ key: '_type' }) type!: string;
        }
        return Heir;
      },
      'Heir cannot be stored as it is declared. The key _type distinguishes the classes of one collection. Give that field another key.',
    ],
    [
      'holds an embedded document with an id',
      () => {
        @EmbeddedDocument()
        class Part {
          @Id() id!: string;
        }
        @Document()
        class Person {
          @Id() id!: string;
          @Field() part!: Part;
        }
        return Person;
      },
      `Part.id cannot be stored as it is declared. Embedded documents have no id of their own. Use @Field({ key: '_id' }).`,
    ],
  ])('is refused when it %s', (_title, make, message) => {
    const documentClass = make() as never;
    expect(() => schemaOf(documentClass)).toThrow(InvalidSchemaError);
    expect(() => schemaOf(documentClass)).toThrow(message);
  });

  test('lets an embedded document store a key _id', () => {
    @EmbeddedDocument()
    class Part {
      @Field({ key: '_id' }) id!: string;
    }
    @Document()
    class Person {
      @Id() id!: string;
      @Field() part!: Part;
    }
    const { schema } = schemaOf(Person).fieldsByName.get('part')?.type as EmbeddedType;
    expect(schema.fieldsByKey.has('_id')).toBe(true);
  });
});
