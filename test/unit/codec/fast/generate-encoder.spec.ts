import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { BSON, ObjectId } from 'mongodb';
import { assemble } from '../../../../lib/codec/fast/assemble-document.js';
import { decodeBytes } from '../../../../lib/codec/fast/decode-bytes.js';
import { decodeValues } from '../../../../lib/codec/decode.js';
import { encodeStepByStep } from '../../../../lib/codec/encode.js';
import { generateEncoder } from '../../../../lib/codec/fast/generate-encoder.js';
import type { GeneratedEncoder } from '../../../../lib/codec/fast/generate-encoder.js';
import { parseStored } from '../../../../lib/codec/bytes/parse-stored.js';
import { UndeclaredKeys } from '../../../../lib/codec/undeclared-keys.js';
import type { RootSchema } from '../../../../lib/schema/document-schema.js';
import { anything, storedPersons } from '../../../support/unit/unit-arbitraries.js';
import { familyOf, parcelSchema, personSchema, studentSchema } from '../../../support/unit/unit-world.js';

const storedParcels = fc.dictionary(fc.constantFrom('name', 'color', 'a.b', '$x', 'constructor'), anything, {
  noNullPrototype: true,
});

describe('A generated encoder', () => {
  test.each<[string, RootSchema, fc.Arbitrary<Record<string, unknown>>]>([
    ['with embedded documents, arrays and maps', personSchema, storedPersons],
    ['of a class that extends another', studentSchema, storedPersons],
    ['with undeclared keys', parcelSchema, storedParcels.map((values) => ({ ...values, name: 'box' }))],
  ])('gives the same as encoding step by step, in the same order: a class %s', (_, schema, values) => {
    const encode = generateEncoder(schema) as GeneratedEncoder;
    fc.assert(
      fc.property(values, (value) => {
        const undeclared = new UndeclaredKeys();
        const stored = parseStored(BSON.serialize(value));
        const document = assemble(schema, decodeValues(schema, stored, undeclared), undeclared);
        const expected = encodeStepByStep(schema, document, undeclared);
        expect(BSON.serialize(encode(document, undeclared))).toEqual(BSON.serialize(expected));
      }),
    );
  });
});

describe('A decoded document', () => {
  test('shares no bytes with the reply that it came in', () => {
    const text = 'a text that is longer than most';
    const extra = { id: new ObjectId(), bytes: Buffer.from('abc'), list: [text, new Date(5)] };
    const value = { _id: new ObjectId(), name: text, tags: [text], extra, address: { s: 's', zip: extra } };
    const reply = Buffer.from(BSON.serialize(value));
    const untouched = Buffer.from(reply);
    const undeclared = new UndeclaredKeys();
    const { document } = decodeBytes(familyOf(personSchema), reply, undeclared) as { document: object };
    reply.fill(0x2a);
    const again = decodeBytes(familyOf(personSchema), untouched, undeclared) as { document: object };
    expect(document).toEqual(again.document);
    expect(BSON.serialize(encodeStepByStep(personSchema, document, undeclared))).toEqual(
      BSON.serialize(encodeStepByStep(personSchema, again.document, undeclared)),
    );
  });
});
