import { ObjectId } from 'mongodb';
import {
  between,
  Document,
  EmbeddedDocument,
  exists,
  Field,
  gte,
  Id,
  Index,
  InvalidSchemaError,
  mapOf,
  not,
  oneOf,
  or,
} from 'nestjs-documents';
import type { DocumentIndexKeys, DocumentIndexOptions } from 'nestjs-documents';
import { describe, expect, it, test } from 'vitest';
import { collectionsOf } from './collections-of.js';

@EmbeddedDocument()
class Place {
  @Field({ key: 't' }) town!: string;
  @Field(() => [Number]) at?: number[];
}

function declare(keys: object, options: object = {}) {
  @Document()
  class Article {
    @Id() id!: ObjectId;
    @Field({ required: true, key: 'n' }) title!: string;
    @Field() body?: string;
    @Field() lang?: string;
    @Field() age?: number;
    @Field() until?: Date;
    @Field(() => [String]) tags: string[] = [];
    @Field(() => [Number]) numbers: number[] = [];
    @Field(() => Place) place?: Place;
    @Field(() => [Place]) places: Place[] = [];
    @Field(() => mapOf(String)) names = new Map<string, string>();
    @Field(() => 'any') extra: unknown;
  }
  // The types of decorators refuse what is wrong; here the start does.
  (Index(keys as DocumentIndexKeys, options) as (documentClass: object) => void)(Article);
  return Article;
}

const indexOf = (keys: object, options?: object) => collectionsOf(declare(keys, options))[0]?.indexes[0];

describe('The options of an index', () => {
  const rows: readonly (readonly [DocumentIndexKeys, DocumentIndexOptions, string, object])[] = [
    [{ title: 1 }, { unique: true, name: 'titles' }, 'titles', { unique: true }],
    [{ title: 1, age: -1 }, { sparse: true, hidden: true }, 'n_1_age_-1', { sparse: true, hidden: true }],
    [{ until: 1 }, { expireAfter: '30d' }, 'until_1', { expireAfterSeconds: 2_592_000 }],
    [{ until: -1 }, { expireAfter: 0 }, 'until_-1', { expireAfterSeconds: 0 }],
    [{ 'extra.at': 1 }, { expireAfter: 1500_000 }, 'extra.at_1', { expireAfterSeconds: 1500 }],
    [
      { title: 1 },
      { collation: { locale: 'en', strength: 2 } },
      'n_1',
      { collation: { locale: 'en', strength: 2 } },
    ],
    [
      { title: 'text', body: 'text', age: 1 },
      { weights: { title: 10 }, language: 'german', languageField: 'lang' },
      'n_text_body_text_age_1',
      { weights: { n: 10 }, default_language: 'german', language_override: 'lang' },
    ],
    [{ '$**': 'text' }, {}, '$**_text', {}],
    [{ title: 'hashed', age: 1 }, {}, 'n_hashed_age_1', {}],
    [{ id: 'hashed' }, {}, '_id_hashed', {}],
    [{ place: '2dsphere' }, {}, 'place_2dsphere', {}],
    [{ 'place.at': '2dsphere', title: 1 }, {}, 'place.at_2dsphere_n_1', {}],
    [{ numbers: '2d' }, { bits: 20, min: 0, max: 9 }, 'numbers_2d', { bits: 20, min: 0, max: 9 }],
    [
      { '$**': 1 },
      { select: ['place.town', 'title'] },
      '$**_1',
      { wildcardProjection: { 'place.t': 1, n: 1 } },
    ],
    [{ '$**': 1 }, { omit: ['title'] }, '$**_1', { wildcardProjection: { n: 0 } }],
    [{ 'names.$**': 1 }, {}, 'names.$**_1', {}],
    [{ 'names.ada': 1, title: 1 }, {}, 'names.ada_1_n_1', {}],
    [{ 'places.town': 1, 'places.at': 1 }, {}, 'places.t_1_places.at_1', {}],
    [
      { title: 1 },
      { where: { age: gte(18), title: oneOf(['a', 'b']), body: exists(true) } },
      'n_1',
      {
        partialFilterExpression: { age: { $gte: 18 }, n: { $in: ['a', 'b'] }, body: { $exists: true } },
      },
    ],
    [
      { title: 1 },
      { where: or<{ age: number }>({ age: between(1, 2) }, { age: gte(9) }) },
      'n_1',
      { partialFilterExpression: { $or: [{ age: { $gte: 1, $lte: 2 } }, { age: { $gte: 9 } }] } },
    ],
  ];
  test.each(rows)('of %j with %j are those of the server', (keys, options, name, expected) => {
    const index = indexOf(keys, options);
    expect(index).toMatchObject({ name, declaredBy: ['Article'] });
    expect(index?.options).toEqual(expected);
  });
});

describe('A wrong index', () => {
  const rows: readonly (readonly [object, object, string])[] = [
    [{}, {}, 'An index of it has no keys'],
    [{ titel: 1 }, {}, 'The index of titel has the path "titel", which does not lead to a declared field'],
    [{ title: 2 }, {}, 'has an unknown direction for "title"'],
    [{ id: 1 }, {}, 'The index of id is made by the server itself'],
    [{ title: 1 }, { uniqe: true }, 'has an unknown option "uniqe"'],
    [{ title: 1 }, { unique: 1 }, 'has a wrong value for "unique"'],
    [{ title: 1 }, { name: '_id_' }, 'has a wrong value for "name"'],
    [{ title: 1 }, { expireAfter: '30d' }, 'has "expireAfter", which is for one field with a Date'],
    [{ until: 1, title: 1 }, { expireAfter: '30d' }, 'has "expireAfter", which is for one field'],
    [{ until: 1 }, { expireAfter: '10y' }, 'has a wrong value for "expireAfter"'],
    [{ until: 1 }, { expireAfter: '1500ms' }, 'has a wrong value for "expireAfter"'],
    [{ title: 1 }, { collation: {} }, 'has a wrong value for "collation"'],
    [{ title: 1 }, { where: { titel: 'a' } }, 'cannot be used: "titel" does not lead to a declared field'],
    [{ title: 1 }, { where: { age: not(5) } }, 'needs $ne, which the server does not allow there'],
    [
      { title: 1 },
      { where: { age: exists(false) } },
      'needs $exists: false, which the server does not allow',
    ],
    [{ title: 1 }, { where: { age: { $gt: 3 } } }, 'cannot be used: $gt is how requests inject queries'],
    [{ title: 1 }, { where: { age: 1 }, sparse: true }, 'has both "sparse" and "where"'],
    [{ title: 1 }, { weights: { title: 1 } }, 'has a weight for "title", which is not one of its texts'],
    [{ title: 1 }, { language: 'german' }, `has "language", which is for the kind 'text'`],
    [{ title: 'text' }, { weights: { body: 1 } }, 'has a weight for "body", which is not one of its texts'],
    [{ title: 'text' }, { weights: { title: 0 } }, 'has a wrong value for "weights"'],
    [
      { title: 'text' },
      { languageField: 'age' },
      'has the languageField "age", which is not a declared text',
    ],
    [{ title: 'text' }, { unique: true }, 'is unique, which only indexes by 1 and -1 can be'],
    [{ title: 'text' }, { collation: { locale: 'en' } }, 'has a "collation", which indexes of that kind'],
    [{ age: 'text' }, {}, `has the kind 'text' for "age", which is number`],
    [{ title: 'text', place: '2dsphere' }, {}, 'combines text and 2dsphere'],
    [{ tags: 'hashed' }, {}, `has the kind 'hashed' for "tags", which is in an array`],
    [{ title: 'hashed', age: 'hashed' }, {}, `has two keys of the kind 'hashed'`],
    [{ title: 'hashed' }, { unique: true }, 'is unique, which only indexes by 1 and -1 can be'],
    [{ title: '2dsphere' }, {}, `has the kind '2dsphere' for "title", which is string`],
    [{ title: 1, place: '2d' }, {}, `has the kind '2d' after another key`],
    [{ title: 1 }, { bits: 3 }, `has "bits", "min" or "max", which are for the kind '2d'`],
    [{ tags: 1, numbers: 1 }, {}, 'passes two arrays, "tags" and "numbers"'],
    [{ 'names.$**': 1 }, { unique: true }, 'is unique, which only indexes by 1 and -1 can be'],
    [{ 'names.$**': 1 }, { sparse: true }, 'has $**, and "sparse" in addition'],
    [{ 'title.$**': 1 }, {}, 'has "title.$**" for string, which has nothing below'],
    [{ 'names.$**': 'hashed' }, {}, `has the kind 'hashed' for "names.$**"`],
    [{ 'names.$**': 1 }, { select: ['names'] }, 'has "select" or "omit", which are for { "$**": 1 }'],
    [{ '$**': 1 }, { select: ['title'], omit: ['age'] }, 'has both "select" and "omit"'],
    [{ '$**': 1 }, { select: ['titel'] }, 'selects or omits "titel", which does not lead to a declared'],
  ];
  test.each(rows)('%j with %j is refused', (keys, options, reason) => {
    expect(() => indexOf(keys, options)).toThrow(InvalidSchemaError);
    expect(() => indexOf(keys, options)).toThrow(reason);
    expect(() => indexOf(keys, options)).toThrow('Article cannot be stored as it is declared');
  });

  it('is never shown with a value of its filter', () => {
    expect(() => indexOf({ title: 1 }, { where: { age: 'secret' } })).toThrow(
      'The filter of its index of title cannot be used: Its value is string and not number. Convert it first.',
    );
  });
});
