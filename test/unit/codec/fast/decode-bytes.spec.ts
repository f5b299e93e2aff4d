import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { BSON, Decimal128, Double, Int32, Long, ObjectId, UUID } from 'mongodb';
import { assemble } from '../../../../lib/codec/fast/assemble-document.js';
import { decodeBytes } from '../../../../lib/codec/fast/decode-bytes.js';
import { decodeValues } from '../../../../lib/codec/decode.js';
import { encodeDocument } from '../../../../lib/codec/fast/encode-document.js';
import { withInitialValues } from '../../../../lib/codec/initial-values.js';
import { parseStored } from '../../../../lib/codec/bytes/parse-stored.js';
import { UndeclaredKeys } from '../../../../lib/codec/undeclared-keys.js';
import type { RootSchema } from '../../../../lib/schema/document-schema.js';
import { runProgram } from '../../../support/run-program.js';
import { anything, storedPersons } from '../../../support/unit/unit-arbitraries.js';
import {
  familyOf,
  Address,
  parcelSchema,
  Person,
  personSchema,
  Sample,
  sampleSchema,
  Student,
  studentSchema,
  ticketSchema,
} from '../../../support/unit/unit-world.js';
import type { Parcel } from '../../../support/unit/unit-world.js';

const bytesOf = (stored: object): Buffer => Buffer.from(BSON.serialize(stored));

/** Decodes bytes, and encodes the result again. */
function fast(schema: RootSchema, bytes: Buffer) {
  const undeclared = new UndeclaredKeys();
  const decoded = decodeBytes(familyOf(schema), bytes, undeclared);
  if (!decoded) return undefined;
  const { document, initialValues } = decoded;
  const encoded = encodeDocument(schema, document, undeclared);
  return { document, hasInitialValues: initialValues.length > 0, encoded };
}

function stepByStep(schema: RootSchema, bytes: Buffer) {
  const undeclared = new UndeclaredKeys();
  const stored = parseStored(bytes);
  const document = assemble(schema, decodeValues(schema, stored, undeclared), undeclared);
  const hasInitialValues = withInitialValues(schema, stored, document, undeclared) !== stored;
  return { document, hasInitialValues, encoded: encodeDocument(schema, document, undeclared) };
}

/** Step by step, or undefined if that is an error. */
function expected(schema: RootSchema, bytes: Buffer) {
  try {
    return stepByStep(schema, bytes);
  } catch {
    return undefined;
  }
}

describe('decodeBytes', () => {
  test('reads every type into an instance of the class', () => {
    const stored = {
      _id: new ObjectId(),
      string: 'a short one',
      number: 1.5,
      int32: new Int32(-5),
      double: new Double(3),
      bigint: Long.fromString('-9007199254740993'),
      boolean: true,
      date: new Date(-1),
      objectId: new ObjectId(),
      binary: new UUID().toBinary(),
      buffer: Buffer.from('bytes'),
      uuid: new UUID(),
      decimal128: Decimal128.fromString('1.10'),
      any: { a: [1, { b: null }] },
      array: ['', 'ä long text with 🎉 in it', 'a long text of ASCII characters only'],
      map: { a: 1, __proto: 2, constructor: 3 },
      embedded: { s: 'street', country: 'FI', location: { latitude: 1, longitude: -2.5 } },
      nested: [[{ s: 'a', country: 'SE' }], []],
      places: { a: [{ s: 'b', country: 'SE' }] },
    };
    const decoded = fast(sampleSchema, bytesOf(stored));
    expect(decoded?.document).toBeInstanceOf(Sample);
    expect((decoded?.document as Sample).embedded).toBeInstanceOf(Address);
    expect(decoded?.hasInitialValues).toBe(false);
    expect(isDeepStrictEqual(decoded, stepByStep(sampleSchema, bytesOf(stored)))).toBe(true);
  });

  test('reads keys in any order', () => {
    const bytes = bytesOf({
      extra: 1,
      name: 'Ada',
      tags: [],
      unknown: { deep: [1] },
      status: 'old',
      _id: new ObjectId(),
      a: 3,
    });
    const decoded = fast(personSchema, bytes);
    expect(decoded?.document).toMatchObject({ name: 'Ada', age: 3, extra: 1, status: 'old' });
    expect(isDeepStrictEqual(decoded, stepByStep(personSchema, bytes))).toBe(true);
  });

  test('gives what is not stored its initial value or default, and says so', () => {
    const decoded = fast(personSchema, bytesOf({ _id: new ObjectId(), name: 'Ada' }));
    expect(decoded?.document).toMatchObject({ tags: [], status: 'new' });
    expect(decoded?.hasInitialValues).toBe(true);
  });

  test.each([
    ['a type that does not fit', bytesOf({ _id: new ObjectId(), name: 5 })],
    ['a Long that is no safe number', bytesOf({ _id: new ObjectId(), name: 'a', a: Long.MAX_VALUE })],
    [
      'a date out of range',
      bytesOf({ _id: new ObjectId(), extra: new Date(8.64e15), name: 'a' }).subarray(0, 10),
    ],
    ['a class that is not known', bytesOf({ _id: new ObjectId(), name: 'a', _type: 'Robot' })],
    ['a class that is named by no text', bytesOf({ _id: new ObjectId(), name: 'a', _type: 5 })],
    ['no bytes', Buffer.alloc(0)],
    ['a length beyond the end', Buffer.from([255, 255, 255, 127, 0])],
    ['a negative length', Buffer.from([0, 0, 0, 255, 0])],
    ['bytes behind the end', Buffer.concat([bytesOf({ name: 'a' }), Buffer.alloc(3)])],
    ['text that is no UTF-8', Buffer.from(bytesOf({ name: 'aaaaaaaaaaaaaaaaaaaaaaaa' }).fill(0xff, 20, 22))],
  ])('leaves %s to the decoding step by step', (_, bytes) => {
    expect(decodeBytes(familyOf(personSchema), bytes, new UndeclaredKeys())).toBeUndefined();
  });

  test('leaves documents nested too deep to the decoding step by step', () => {
    let node: object = { label: 'leaf' };
    for (let depth = 0; depth < 101; depth++) node = { label: 'n', left: node };
    expect(
      decodeBytes(familyOf(sampleSchema), bytesOf({ _id: new ObjectId(), node }), new UndeclaredKeys()),
    ).toBeUndefined();
  });

  test.each([
    ['its own class', personSchema, { _type: 'Person' }, Person],
    ['a class that extends it', personSchema, { _type: 'Student', school: 'North' }, Student],
    ['the class that a repository is for', studentSchema, { _type: 'Student' }, Student],
    ['the class of the collection', personSchema, {}, Person],
  ])('makes an instance of %s', (_, schema, stored, documentClass) => {
    const decoded = decodeBytes(
      familyOf(schema),
      bytesOf({ _id: new ObjectId(), name: 'a', ...stored }),
      new UndeclaredKeys(),
    );
    expect(decoded?.document.constructor).toBe(documentClass);
    expect(decoded?.document).not.toHaveProperty('_type');
  });

  test('gives no document of a class that the class of the repository does not extend', () => {
    const bytes = bytesOf({ _id: new ObjectId(), name: 'a' });
    expect(decodeBytes(familyOf(studentSchema), bytes, new UndeclaredKeys())).toBeUndefined();
  });

  test('leaves undefined what was not asked for, whatever the class initialises', () => {
    const loaded = new Set(['id', 'status']);
    const decoded = decodeBytes(
      familyOf(personSchema),
      bytesOf({ _id: new ObjectId() }),
      new UndeclaredKeys(),
      loaded,
    );
    expect(decoded?.document).toMatchObject({ tags: undefined, name: undefined, status: 'new' });
    expect(decoded?.initialValues.map(({ field }) => field.name)).toEqual(['status']);
  });

  test('shows undeclared keys in the field for them, except those that no path can name', () => {
    const stored = {
      _id: new ObjectId(),
      name: 'a',
      ['__proto__']: { admin: true },
      'a.b': 1,
      deep: { a: [1] },
    };
    const decoded = fast(parcelSchema, bytesOf(stored));
    expect(Object.fromEntries((decoded?.document as Parcel).attributes)).toEqual({ deep: { a: [1] } });
    expect(isDeepStrictEqual(decoded, stepByStep(parcelSchema, bytesOf(stored)))).toBe(true);
  });

  test('leaves undeclared keys of strict classes to the decoding step by step', () => {
    const bytes = bytesOf({ _id: new ObjectId(), other: 1 });
    expect(decodeBytes(familyOf(ticketSchema), bytes, new UndeclaredKeys())).toBeUndefined();
    expect(() => stepByStep(ticketSchema, bytes)).toThrow(
      'A stored Ticket cannot be loaded. other should be absent, since the class is strict, but a value is stored.',
    );
  });

  test.each([
    ['generated code', [], 'generated'],
    [
      'nothing where code from strings is not allowed',
      ['--disallow-code-generation-from-strings'],
      'step by step',
    ],
  ])('uses %s', async (_, nodeOptions, printed) => {
    const { ended } = runProgram('test/support/programs/decode-without-code.ts', [], {}, nodeOptions);
    expect(await ended).toMatchObject({ exitCode: 0, output: `${printed}\n` });
  });

  test('is the same as step by step for every stored document', () => {
    fc.assert(
      fc.property(storedPersons, (stored) => {
        const bytes = bytesOf(stored);
        return isDeepStrictEqual(fast(personSchema, bytes), expected(personSchema, bytes));
      }),
    );
  });

  test('is the same as step by step, or nothing, for values of any type under every key', () => {
    const keys = sampleSchema.fields.map(({ key }) => key);
    const documents = fc.dictionary(fc.constantFrom(...keys), anything, {
      maxKeys: 5,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(documents, (stored) => {
        const bytes = bytesOf(stored);
        const decoded = fast(sampleSchema, bytes);
        return decoded === undefined || isDeepStrictEqual(decoded, expected(sampleSchema, bytes));
      }),
    );
  });

  test('neither throws nor hangs on bytes that were changed or cut', () => {
    const changes = fc.array(fc.tuple(fc.nat({ max: 400 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(storedPersons, changes, fc.nat({ max: 400 }), (stored, changed, length) => {
        const bytes = bytesOf(stored);
        for (const [at, byte] of changed) if (at < bytes.length) bytes[at] = byte;
        decodeBytes(familyOf(personSchema), bytes, new UndeclaredKeys());
        decodeBytes(familyOf(personSchema), bytes.subarray(0, length), new UndeclaredKeys());
      }),
      { numRuns: 500 },
    );
  });
});
