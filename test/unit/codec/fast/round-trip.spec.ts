import { describe, expect, test } from 'vitest';
import { Binary, BSON, Decimal128, Double, Long, ObjectId, UUID } from 'mongodb';
import fc from 'fast-check';
import { assemble } from '../../../../lib/codec/fast/assemble-document.js';
import { decodeBytes } from '../../../../lib/codec/fast/decode-bytes.js';
import { decodeValues } from '../../../../lib/codec/decode.js';
import { encodeStepByStep } from '../../../../lib/codec/encode.js';
import { encodeDocument } from '../../../../lib/codec/fast/encode-document.js';
import { parseStored } from '../../../../lib/codec/bytes/parse-stored.js';
import { UndeclaredKeys } from '../../../../lib/codec/undeclared-keys.js';
import { everything, storedSamples } from '../../../support/unit/unit-bson-arbitraries.js';
import { familyOf, parcelSchema, type Sample, sampleSchema } from '../../../support/unit/unit-world.js';
import type { RootSchema } from '../../../../lib/schema/document-schema.js';

const bytesOf = (value: object): Buffer => Buffer.from(BSON.serialize(value));

/** Reads bytes as the driver does: JavaScript numbers and text, whatever the BSON type. */
const read = (bytes: Uint8Array): object => BSON.deserialize(bytes, { bsonRegExp: true });

/** Both ways to decode, and both ways to encode. */
function encodings(schema: RootSchema, bytes: Buffer): Buffer[] {
  const undeclared = new UndeclaredKeys();
  const decoded = decodeBytes(familyOf(schema), bytes, undeclared);
  if (!decoded) throw new Error('the generated decoder gave up');
  const document = assemble(schema, decodeValues(schema, parseStored(bytes), undeclared), undeclared);
  return [decoded.document, document].flatMap((each) => [
    bytesOf(encodeDocument(schema, each, undeclared)),
    bytesOf(encodeStepByStep(schema, each, undeclared)),
  ]);
}

describe('What the driver has written, decoded and encoded again,', () => {
  test('is the same to the driver, in fields of every type and under undeclared keys', () => {
    fc.assert(
      fc.property(storedSamples, (stored) => {
        const bytes = bytesOf(stored);
        for (const encoded of encodings(sampleSchema, bytes)) expect(read(encoded)).toEqual(read(bytes));
      }),
      { numRuns: 300 },
    );
  });

  test('is the same bytes from every encoder', () => {
    fc.assert(
      fc.property(storedSamples, (stored) => {
        const [first, ...others] = encodings(sampleSchema, bytesOf(stored)).map((each) =>
          each.toString('hex'),
        );
        expect(others).toEqual([first, first, first]);
      }),
      { numRuns: 300 },
    );
  });

  test('is the same to the driver, where the class shows its undeclared keys', () => {
    const keys = fc.constantFrom('a', 'b', 'constructor', 'ä', '0');
    const parcels = fc.dictionary(keys, everything, { maxKeys: 4, noNullPrototype: true });
    fc.assert(
      fc.property(parcels, (values) => {
        const bytes = bytesOf({ _id: new ObjectId(), name: 'box', ...values });
        for (const encoded of encodings(parcelSchema, bytes)) expect(read(encoded)).toEqual(read(bytes));
      }),
      { numRuns: 200 },
    );
  });
});

describe('A loaded document', () => {
  test('is as it was when the reply that it came in is overwritten', () => {
    const id = new ObjectId('65a000000000000000000001');
    const uuid = new UUID('01234567-89ab-4def-8123-456789abcdef');
    const address = { country: 'SE', owner: id, picture: new Binary(Buffer.from('ab')) };
    const stored = {
      _id: id,
      objectId: id,
      binary: new Binary(Buffer.from('ab'), 128),
      buffer: Buffer.from('ab'),
      uuid,
      decimal128: Decimal128.fromString('1.50'),
      double: new Double(1.5),
      bigint: Long.fromNumber(5),
      date: new Date(5),
      string: 'a text that is longer than what is read at once',
      any: { id, bytes: Buffer.from('ab'), uuid, decimal: Decimal128.fromString('1.50') },
      embedded: address,
      nested: [[address]],
    };
    const reply = bytesOf(stored);
    const undeclared = new UndeclaredKeys();
    const { document } = decodeBytes(familyOf(sampleSchema), reply, undeclared) as { document: Sample };
    reply.fill(0x2a);
    expect(document.id.toHexString()).toBe('65a000000000000000000001');
    expect(document.objectId?.toHexString()).toBe('65a000000000000000000001');
    expect(document.binary?.toString('utf8')).toBe('ab');
    expect(document.buffer?.toString()).toBe('ab');
    expect(document.uuid?.toString()).toBe('01234567-89ab-4def-8123-456789abcdef');
    expect(document.decimal128?.toString()).toBe('1.50');
    expect(read(bytesOf(encodeDocument(sampleSchema, document, undeclared)))).toEqual(read(bytesOf(stored)));
  });
});
