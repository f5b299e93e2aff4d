import { describe, expect, test } from 'vitest';
import { BadRequestException } from '@nestjs/common';
import { Int32, ObjectId, UUID } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, NotADocumentError } from 'nestjs-documents';
import { ParseIdPipe } from 'nestjs-documents/http';

@Document()
class WithObjectId {
  @Id() id!: ObjectId;
}

@Document()
class WithUuid {
  @Id() id!: UUID;
}

@Document()
class WithText {
  @Id() id!: string;
}

@Document()
class WithNumber {
  @Id() id!: number;
}

@Document()
class WithWholeNumber {
  @Id(() => Int32) id!: number;
}

@Document()
class WithBigint {
  @Id() id!: bigint;
}

@EmbeddedDocument()
class Key {
  @Field() shop!: string;
}

@Document()
class WithKey {
  @Id() id!: Key;
}

const parse = (documentClass: new () => object, value: unknown) =>
  ParseIdPipe(documentClass).transform(value, { type: 'param' });

describe('ParseIdPipe', () => {
  test.each<[string, new () => object, unknown, unknown]>([
    ['24 digits', WithObjectId, '64b7F0c2a1b2c3d4e5f60718', new ObjectId('64b7f0c2a1b2c3d4e5f60718')],
    [
      'a UUID',
      WithUuid,
      '0f8fad5b-d9cb-469f-a165-70867728950e',
      new UUID('0f8fad5b-d9cb-469f-a165-70867728950e'),
    ],
    ['a text', WithText, 'ada@example.org', 'ada@example.org'],
    ['digits of a text', WithText, '12', '12'],
    ['a number', WithNumber, '-1.5', -1.5],
    ['a number that was one already', WithNumber, 7, 7],
    ['a whole number', WithWholeNumber, '2147483647', 2147483647],
    ['a bigint', WithBigint, '9007199254740993', 9007199254740993n],
  ])('makes the id of %s', (_what, documentClass, given, id) => {
    expect(parse(documentClass, given)).toEqual(id);
  });

  test.each<[string, new () => object, unknown]>([
    ['another text', WithObjectId, 'ada'],
    ['12 characters', WithObjectId, 'abcdefghijkl'],
    ['nothing', WithObjectId, undefined],
    ['null', WithObjectId, null],
    ['an operator', WithObjectId, { $ne: null }],
    ['a list', WithObjectId, ['64b7f0c2a1b2c3d4e5f60718']],
    ['digits without groups', WithUuid, '0f8fad5bd9cb469fa16570867728950e'],
    ['a number', WithText, 7],
    ['no text', WithNumber, ''],
    ['a blank', WithNumber, ' 7'],
    ['digits that would be rounded', WithNumber, '9007199254740993'],
    ['a number that is none', WithNumber, 'NaN'],
    ['a number without end', WithNumber, 'Infinity'],
    ['another way to write a number', WithNumber, '0x10'],
    ['a fraction', WithWholeNumber, '1.5'],
    ['too large a number', WithWholeNumber, '2147483648'],
    ['too large a bigint', WithBigint, '9223372036854775808'],
    ['a fraction', WithBigint, '1.5'],
    ['a text', WithKey, 'shop'],
  ])('refuses %s as the id of a %O', (_what, documentClass, given) => {
    expect(() => parse(documentClass, given)).toThrow(BadRequestException);
  });

  test('answers with the type that is expected, and not with what was sent', () => {
    expect(() => parse(WithObjectId, 'secret')).toThrow(
      expect.objectContaining({
        response: {
          statusCode: 400,
          error: 'INVALID_ID',
          message: 'The id of WithObjectId must be of type objectId',
        },
      }),
    );
  });

  test.each([undefined, null])('leaves %s as it is where the id is optional', (absent) => {
    expect(ParseIdPipe(WithObjectId, { optional: true }).transform(absent, { type: 'query' })).toBe(absent);
  });

  test.each(['', 'ada'])('refuses "%s" also where the id is optional', (given) => {
    expect(() => ParseIdPipe(WithObjectId, { optional: true }).transform(given, { type: 'query' })).toThrow(
      BadRequestException,
    );
  });

  test('refuses a class without @Document() where it is declared', () => {
    expect(() => ParseIdPipe(Key)).toThrow(NotADocumentError);
    expect(() => ParseIdPipe(class {})).toThrow(NotADocumentError);
  });

  test('refuses a class that is not there yet', () => {
    expect(() => ParseIdPipe(undefined as never)).toThrow(NotADocumentError);
  });
});
