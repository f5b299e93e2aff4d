import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { BSON, ObjectId } from 'mongodb';
import { assemble } from '../../../lib/codec/fast/assemble-document.js';
import { DecodeError } from '../../../lib/codec/codec-errors.js';
import { decodeBytes } from '../../../lib/codec/fast/decode-bytes.js';
import { decodeValues, parseDocument } from '../../../lib/codec/decode.js';
import { UndeclaredKeys } from '../../../lib/codec/undeclared-keys.js';
import { anything, storedPersons } from '../../support/unit/unit-arbitraries.js';
import { familyOf, personSchema, sampleSchema } from '../../support/unit/unit-world.js';

/** Both ways to decode. @returns the step-by-step document, or its error */
function decode(bytes: Buffer, schema = sampleSchema): unknown {
  decodeBytes(familyOf(schema), bytes, new UndeclaredKeys());
  const undeclared = new UndeclaredKeys();
  try {
    return assemble(schema, decodeValues(schema, parseDocument(schema, bytes), undeclared), undeclared);
  } catch (error) {
    return error;
  }
}
const isDecoded = (result: unknown): boolean =>
  result instanceof DecodeError ||
  result instanceof sampleSchema.documentClass ||
  result instanceof personSchema.documentClass;

const stored = fc.dictionary(fc.constantFrom(...sampleSchema.fields.map(({ key }) => key)), anything, {
  maxKeys: 6,
  noNullPrototype: true,
});
const bytesOf = (value: object): Buffer => Buffer.from(BSON.serialize(value));
const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 });

describe('Bytes that are no document of the class', () => {
  test('give a document or a DecodeError when they are garbage', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => isDecoded(decode(Buffer.from(bytes)))),
      { numRuns: 1000 },
    );
  });

  test('give a document or a DecodeError when they are garbage of the right length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 5, maxLength: 200 }), (garbage) => {
        const bytes = Buffer.from(garbage);
        bytes.writeInt32LE(bytes.length, 0);
        bytes[bytes.length - 1] = 0;
        return isDecoded(decode(bytes));
      }),
      { numRuns: 1000 },
    );
  });

  test('give a document or a DecodeError when they were cut', () => {
    fc.assert(
      fc.property(stored, fc.nat(), (value, cut) => {
        const bytes = bytesOf(value);
        const shorter = Buffer.from(bytes.subarray(0, cut % bytes.length));
        if (shorter.length >= 4) shorter.writeInt32LE(shorter.length, 0);
        return isDecoded(decode(shorter)) && isDecoded(decode(bytes.subarray(0, cut % bytes.length)));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['of every type', stored, sampleSchema],
    ['of persons', storedPersons, personSchema],
  ])('give a document or a DecodeError when bytes %s were changed', (_, values, schema) => {
    fc.assert(
      fc.property(values as fc.Arbitrary<object>, changes, (value, changed) => {
        const bytes = bytesOf(value);
        for (const [at, byte] of changed) bytes[at % bytes.length] = byte;
        return isDecoded(decode(bytes, schema));
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    [101, (inner: object) => ({ label: 'x', left: inner }), /^node(\.left){100,}/],
    [101, (inner: object) => ({ label: 'x', children: [inner] }), /^node(\.children\.0){50,}/],
    [101, (inner: object) => ({ label: 'x', named: { a: inner } }), /^node(\.named\.a){50,}/],
  ])('nested %i levels in declared fields are refused with id and path: row %#', (count, wrap, path) => {
    const _id = new ObjectId();
    let node: object = { label: 'leaf' };
    for (let level = 0; level < count; level++) node = wrap(node);
    expect(decode(bytesOf({ _id, node }))).toMatchObject({
      code: 'DECODE_FAILED',
      documentId: _id,
      path: expect.stringMatching(path),
    });
  });

  test('nested 100,000 levels are refused, and nothing overflows', () => {
    // Put together by hand: the driver could not write them. Each level is an element "a" that holds the rest.
    const levels = 100_000;
    const bytes = Buffer.alloc(5 + levels * 8);
    for (let level = 0, at = 0; level < levels; level++, at += 7) {
      bytes.writeInt32LE(bytes.length - level * 8, at);
      bytes.write('\x03a\0', at + 4, 'latin1');
    }
    bytes.writeInt32LE(5, levels * 7);
    for (const key of ['a', 'any']) {
      const document = Buffer.concat([
        Buffer.alloc(4),
        Buffer.from(`\x03${key}\0`, 'latin1'),
        bytes,
        Buffer.alloc(1),
      ]);
      document.writeInt32LE(document.length, 0);
      expect(isDecoded(decode(document))).toBe(true);
    }
  });
});
