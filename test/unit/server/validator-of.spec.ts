import { describe, expect, test } from 'vitest';
import { Binary, Double, Int32, ObjectId } from 'mongodb';
import { Document, Field, Id } from 'nestjs-documents';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import { validatorOf } from '../../../lib/server/validator/validator-of.js';
import { Bus, Other, Thing, Truck, Vehicle } from '../../support/validated/classes.js';

const numbers = ['double', 'int', 'long'];

test('The validator has the kinds and the constraints of all fields by their keys', () => {
  const part = {
    bsonType: ['object', 'null'],
    required: ['l'],
    properties: {
      l: { bsonType: 'string', minLength: 1, maxLength: 3 },
      weight: { bsonType: [...numbers, 'null'] },
    },
  };
  const $jsonSchema = {
    bsonType: 'object',
    required: ['n', 'level', 'isOpen', 'any', 'sealed'],
    properties: {
      _type: { enum: ['Thing'] },
      _id: { bsonType: 'objectId' },
      n: { bsonType: 'string', minLength: 1, maxLength: 3 },
      code: { bsonType: ['string', 'null'], pattern: '(?i)^[a-c]+(?![\\s\\S])' },
      mark: { bsonType: ['string', 'null'], pattern: '^[^\n\r\u2028\u2029]{2,3}(?![\\s\\S])' },
      grade: { bsonType: ['string', 'null'], enum: ['a', 'b', null] },
      level: { bsonType: numbers, enum: [1, 2.5] },
      number: { bsonType: [...numbers, 'null'], minimum: -1, maximum: 10 },
      int32: {
        bsonType: ['int', 'double', 'null'],
        multipleOf: 1,
        minimum: 0,
        maximum: 2_147_483_647,
      },
      double: { bsonType: [...numbers, 'null'], maximum: 0.5 },
      bigint: {
        bsonType: ['long', 'int', 'double', 'null'],
        multipleOf: 1,
        minimum: 2,
        maximum: 9_007_199_254_740_993n,
      },
      isOpen: { bsonType: 'bool' },
      date: { bsonType: ['date', 'null'] },
      day: { bsonType: ['date', 'null'], enum: [new Date('2030-01-01'), null] },
      objectId: { bsonType: ['objectId', 'null'] },
      buffer: { bsonType: ['binData', 'null'], enum: [new Binary(Buffer.from('abc')), null] },
      uuid: { bsonType: ['binData', 'null'], enum: [expect.any(Binary), null] },
      decimal128: { bsonType: ['decimal', 'null'] },
      any: { not: { bsonType: 'null' } },
      one: { enum: ['a', 1, true, null] },
      tags: {
        bsonType: ['array', 'null'],
        items: { bsonType: ['string', 'null'], maxLength: 2 },
        minItems: 1,
        maxItems: 2,
      },
      scores: {
        bsonType: ['object', 'null'],
        additionalProperties: {
          bsonType: ['array', 'null'],
          items: { bsonType: [...numbers, 'null'], minimum: 0 },
          minItems: 1,
        },
        maxProperties: 2,
      },
      part,
      sealed: {
        bsonType: 'object',
        properties: { weight: { bsonType: [...numbers, 'null'] } },
        additionalProperties: false,
      },
      parts: { bsonType: ['array', 'null'], items: part },
      named: { bsonType: ['object', 'null'], additionalProperties: part },
    },
  };
  expect(validatorOf([schemaOf(Thing)])).toEqual({
    validator: { $jsonSchema },
    validationLevel: 'moderate',
    validationAction: 'error',
  });
});

test('The validator leaves out what JSON Schema cannot say', () => {
  const declared = validatorOf([schemaOf(Other)]);
  expect(declared).toMatchObject({ validationLevel: 'strict', validationAction: 'error' });
  expect((declared?.validator['$jsonSchema'] as { properties: unknown }).properties).toEqual({
    _type: { enum: ['Other'] },
    _id: { bsonType: 'string' },
    since: { bsonType: 'date' },
    buffer: { bsonType: ['binData', 'null'] },
    binary: { bsonType: ['binData', 'null'] },
    price: { bsonType: ['decimal', 'null'] },
    pair: { bsonType: ['string', 'null'] },
    one: { enum: [1, 2, null] },
    most: { bsonType: [...numbers, 'null'] },
    word: { bsonType: ['string', 'null'] },
    tree: {
      bsonType: ['object', 'null'],
      required: ['label'],
      properties: {
        label: { bsonType: 'string', maxLength: 2 },
        branches: { bsonType: ['array', 'null'], items: { bsonType: ['object', 'null'] }, maxItems: 2 },
      },
    },
  });
});

test('The validator of a base class has one rule for each class, told apart by the discriminator', () => {
  const declared = validatorOf([Vehicle, Truck, Bus].map((each) => schemaOf(each)));
  const plate = { bsonType: 'string', minLength: 2 };
  const _id = { bsonType: numbers };
  expect(declared?.validator).toEqual({
    $jsonSchema: {
      anyOf: [
        { bsonType: 'object', required: ['plate'], properties: { _type: { enum: ['Vehicle'] }, _id, plate } },
        {
          bsonType: 'object',
          required: ['_type', 'plate', 'load'],
          properties: {
            ...{ _type: { enum: ['Truck'] }, _id, plate },
            load: { bsonType: numbers, minimum: 1 },
          },
          additionalProperties: false,
        },
        {
          bsonType: 'object',
          required: ['_type', 'plate'],
          properties: {
            ...{ _type: { enum: ['bus'] }, _id, plate },
            stops: { bsonType: ['array', 'null'], items: { bsonType: ['string', 'null'] } },
          },
        },
      ],
    },
  });
});

describe('A collection of several classes that do not extend each other', () => {
  @Document({ collection: 'shared', validation: true })
  class One {
    @Id() id!: ObjectId;
    @Field(() => Int32, { required: true }) one!: number;
  }
  @Document({ collection: 'shared', validation: true })
  class Two {
    @Id() id!: ObjectId;
    @Field(() => Double) two?: number;
  }
  @Document({ collection: 'shared' })
  class Three {
    @Id() id!: ObjectId;
  }

  test('gets a validator that accepts the documents of each', () => {
    const declared = validatorOf([schemaOf(One), schemaOf(Two)]);
    const { anyOf } = declared?.validator['$jsonSchema'] as { anyOf: { properties: object }[] };
    expect(anyOf.map(({ properties }) => Object.keys(properties))).toEqual([
      ['_type', '_id', 'one'],
      ['_type', '_id', 'two'],
    ]);
  });

  test('is refused if one of them declares none', () => {
    expect(() => validatorOf([schemaOf(One), schemaOf(Three)])).toThrow(
      'It shares the collection shared with One, which has one validator, and they do not declare the same validation',
    );
  });
});

test('A class without a declared validation has no validator', () => {
  @Document()
  class Free {
    @Id() id!: ObjectId;
  }
  expect(validatorOf([schemaOf(Free)])).toBeUndefined();
});
