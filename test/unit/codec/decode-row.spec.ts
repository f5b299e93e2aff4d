import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { BSON, Decimal128, Double, Int32, Long, ObjectId, UUID } from 'mongodb';
import { rowReader } from '../../../lib/codec/bytes/row-reader.js';
import { DecodeError } from '../../../lib/codec/codec-errors.js';
import { decodeRowStepByStep, rowDecoder } from '../../../lib/codec/decode-row.js';
import type { DocumentSchema, FieldType } from '../../../lib/schema/document-schema.js';
import { anything, storedPersons } from '../../support/unit/unit-arbitraries.js';
import { parcelSchema, personSchema, sampleSchema } from '../../support/unit/unit-world.js';

const rowOf = (schema: DocumentSchema): FieldType => ({ kind: 'embedded', schema });
const [samples, persons] = [rowOf(sampleSchema), rowOf(personSchema)];
const unknown: FieldType = { kind: 'any' };
const bytesOf = (stored: object): Buffer => Buffer.from(BSON.serialize(stored));
const whole = {
  _id: new ObjectId('000000000000000000000001'),
  string: 'ä text',
  number: 1.5,
  int32: new Int32(-5),
  double: new Double(3),
  bigint: Long.fromString('-9007199254740993'),
  boolean: true,
  date: new Date(-1),
  objectId: new ObjectId('000000000000000000000002'),
  buffer: Buffer.from('bytes'),
  uuid: new UUID('01234567-89ab-cdef-0123-456789abcdef'),
  decimal128: Decimal128.fromString('1.10'),
  any: { a: [1, { b: null }] },
  array: ['', 'x'],
  map: { a: 1, constructor: 3 },
  embedded: { s: 'street', country: 'FI' },
  nested: [[{ s: 'a' }], []],
  places: { a: [{ s: 'b' }] },
};
const wholeRow = {
  ...{ id: whole._id, string: 'ä text', number: 1.5, int32: -5, double: 3, bigint: -9007199254740993n },
  ...{ boolean: true, date: new Date(-1), objectId: whole.objectId, uuid: whole.uuid },
  ...{ buffer: Buffer.from('bytes'), decimal128: whole.decimal128, any: { a: [1, { b: null }] } },
  array: ['', 'x'],
  map: new Map([
    ['a', 1],
    ['constructor', 3],
  ]),
  embedded: { street: 'street', country: 'FI' },
  nested: [[{ street: 'a' }], []],
  places: new Map([['a', [{ street: 'b' }]]]),
};

/** Reads bytes as rows are read; undefined where that has to be done step by step. */
function fast(type: FieldType, bytes: Buffer): unknown {
  try {
    return rowReader(type)?.(bytes);
  } catch {
    return undefined;
  }
}

/** Expects both ways to agree, wherever the fast one gives a row. */
function expectAgreement(type: FieldType, bytes: Buffer): void {
  const row = fast(type, bytes);
  if (row === undefined) return;
  const expected = decodeRowStepByStep(type, bytes, 'A row');
  expect(isDeepStrictEqual(row, expected)).toBe(true);
}

describe('A row', () => {
  test('holds values of every type by field name', () => {
    expect(fast(samples, bytesOf(whole))).toEqual(wholeRow);
    expect(decodeRowStepByStep(samples, bytesOf(whole), 'A row')).toEqual(wholeRow);
  });

  test('has its names in the order of the fields, without keys that are no field', () => {
    const row = fast(persons, bytesOf({ more: 1, tags: [], name: 'Ada', $x: [], a: null, _id: whole._id }));

    expect(row).toEqual({ id: whole._id, name: 'Ada', age: null, tags: [] });
    expect(Object.keys(row as object)).toEqual(['id', 'name', 'age', 'tags']);
  });

  test.each<[string, FieldType, object, unknown]>([
    ['a double where a number of 64 bits is', samples, { number: new Long(5) }, { number: 5 }],
    ['an untyped value', samples, { any: new Double(3) }, { any: 3 }],
    ['symbols', samples, { string: new BSON.BSONSymbol('x') }, { string: 'x' }],
    [
      'undeclared keys that a class shows',
      rowOf(parcelSchema),
      { x: 1 },
      { attributes: new Map([['x', 1]]) },
    ],
    [
      'what nothing is known of',
      unknown,
      { x: new Double(1), y: [5n, { z: null }] },
      { x: 1, y: [5n, { z: null }] },
    ],
    [
      'a key __proto__',
      unknown,
      JSON.parse('{ "__proto__": 1 }') as object,
      JSON.parse('{ "__proto__": 1 }'),
    ],
    ['a reference', unknown, { x: { $ref: 'a', $id: 1 } }, { x: new BSON.DBRef('a', 1 as never) }],
  ])('may hold %s', (_, type, stored, expected) => {
    expect(rowDecoder(type, 'A row')(bytesOf(stored))).toEqual(expected);
  });

  test.each<[string, object, string]>([
    ['of another type', { age: 5, a: 'x' }, 'age'],
    ['of another type inside', { others: [{ s: 5 }] }, 'others.0.street'],
    ['of another type in a map', { scores: { a: 1, b: [] } }, 'scores.b'],
    ['that is a list', { address: [] }, 'address'],
    ['that is no list', { tags: { 0: 'x' } }, 'tags'],
  ])('with a value %s is an error with the path', (_, stored, path) => {
    const decode = rowDecoder(persons, 'A row of Person');
    expect(() => decode(bytesOf({ _id: whole._id, ...stored }))).toThrow(
      expect.objectContaining({ code: 'DECODE_FAILED', documentName: 'A row of Person', path }),
    );
  });

  test('is the same step by step', () => {
    const stored = fc.dictionary(fc.constantFrom(...sampleSchema.fields.map(({ key }) => key)), anything, {
      ...{ maxKeys: 6, noNullPrototype: true },
    });
    fc.assert(
      fc.property(stored, (value) => expectAgreement(samples, bytesOf(value))),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(stored, (value) => expectAgreement(unknown, bytesOf(value))),
      { numRuns: 500 },
    );
    fc.assert(fc.property(storedPersons, (value) => expectAgreement(persons, bytesOf(value as object))));
  });

  test('is a row or a DecodeError when bytes were changed', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 });
    const decode = rowDecoder(samples, 'A row');
    fc.assert(
      fc.property(changes, (changed) => {
        const bytes = bytesOf(whole);
        for (const [at, byte] of changed) bytes[at % bytes.length] = byte;
        try {
          decode(bytes);
          expectAgreement(samples, bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
