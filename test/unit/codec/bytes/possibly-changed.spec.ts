import { describe, expect, test } from 'vitest';
import { BSON, Double, Int32, Long, ObjectId } from 'mongodb';
import fc from 'fast-check';
import { assemble } from '../../../../lib/codec/fast/assemble-document.js';
import { decodeValues } from '../../../../lib/codec/decode.js';
import { encodeDocument } from '../../../../lib/codec/fast/encode-document.js';
import { possiblyChanged } from '../../../../lib/codec/bytes/possibly-changed.js';
import { parseStored } from '../../../../lib/codec/bytes/parse-stored.js';
import { UndeclaredKeys } from '../../../../lib/codec/undeclared-keys.js';
import type { FieldSchema } from '../../../../lib/schema/document-schema.js';
import { isSame } from '../../../../lib/kind/is-same.js';
import type { Stored } from '../../../../lib/state/snapshot/snapshot.js';
import { storedSamples } from '../../../support/unit/unit-bson-arbitraries.js';
import { sampleSchema } from '../../../support/unit/unit-world.js';

const bytesOf = (value: object): Buffer => Buffer.from(BSON.serialize(value));

/** Fields with these keys, of any type. */
const fieldsOf = (...keys: readonly string[]): FieldSchema[] =>
  keys.map((key) => ({ name: key, key, type: { kind: 'any' } }) as unknown as FieldSchema);

const doubted = (stored: object, after: Stored, fields = fieldsOf(...Object.keys(after))): string[] =>
  possiblyChanged(bytesOf(stored), fields, after).map(({ key }) => key);

const id = new ObjectId('65a000000000000000000001');

/** Encodes the document that was stored like this, unchanged, as a save would. */
function encodedAgain(stored: Stored): Stored {
  const undeclared = new UndeclaredKeys();
  const document = assemble(sampleSchema, decodeValues(sampleSchema, stored, undeclared), undeclared);
  return encodeDocument(sampleSchema, document, undeclared);
}

describe('possiblyChanged', () => {
  test.each<[string, unknown, unknown]>([
    ['text', 'Ada', 'Ada'],
    ['text beyond ASCII', 'Åsa 🌍', 'Åsa 🌍'],
    ['an int32', 5, 5],
    ['an int32 with its wrapper', 5, new Int32(5)],
    ['a double', 1.5, 1.5],
    ['a double with its wrapper', new Double(5), new Double(5)],
    ['a number that is stored as a double', new Double(5), 5],
    ['no number', NaN, NaN],
    ['a Long', Long.fromNumber(-5), -5n],
    ['a flag', false, false],
    ['null', null, null],
    ['a date before 1970', new Date(-1), new Date(-1)],
    ['an ObjectId', id, new ObjectId(id)],
    ['an array', ['a', 1, [null]], ['a', 1, [null]]],
    ['an object', { a: { b: 1 }, c: [] }, { a: { b: 1 }, c: [] }],
  ])('does not doubt %s that has not changed', (_title, stored, value) => {
    expect(doubted({ value: stored }, { value })).toEqual([]);
  });

  test.each<[string, unknown, unknown]>([
    ['text', 'Ada', 'Adb'],
    ['longer text', 'Ada', 'Adal'],
    ['text whose characters are the bytes of what is stored', 'é', 'Ã©'],
    ['a zero that became negative', 0, -0],
    ['a negative zero that became zero', -0, 0],
    ['a date', new Date(5), new Date(6)],
    ['a date that is none', new Date(0), new Date(NaN)],
    ['an ObjectId', id, new ObjectId('65a000000000000000000002')],
    ['an ObjectId that became its text', id, id.toHexString()],
    ['a flag that became a number', true, 1],
    ['null that became absent', null, undefined],
    ['an array that became longer', ['a'], ['a', 'b']],
    ['an array that became shorter', ['a', 'b'], ['a']],
    ['an array that became an object', ['a'], { 0: 'a' }],
    ['an object with another value', { a: 1, b: 2 }, { a: 1, b: 3 }],
    ['an object with a key more', { a: 1 }, { a: 1, b: 2 }],
    ['an object with a key less', { a: 1, b: 2 }, { a: 1 }],
    ['a pattern, which is not read here', /a/, /a/],
  ])('doubts %s', (_title, stored, value) => {
    expect(doubted({ value: stored }, { value })).toEqual(['value']);
  });

  test('doubts fields that are not stored and have a value, in the order of the fields', () => {
    const after = { a: 1, b: 2, c: 3, d: undefined };
    expect(doubted({ b: 2, c: 9 }, after, fieldsOf('a', 'b', 'c', 'd'))).toEqual(['a', 'c']);
  });

  test('passes over keys that are no field', () => {
    expect(doubted({ x: 1, a: 1, größe: 2, b: 2, y: 3 }, { a: 1, b: 2 })).toEqual([]);
  });

  test('knows fields whose keys are beyond ASCII', () => {
    expect(doubted({ größe: 1, name: 'a' }, { größe: undefined, name: 'a' })).toEqual(['größe']);
    expect(doubted({ größe: 1, name: 'a' }, { größe: 1, name: 'a' })).toEqual([]);
  });

  test('doubts all fields where they are stored in another order, or one twice', () => {
    expect(doubted({ b: 2, a: 1 }, { a: 1, b: 2 })).toEqual(['a', 'b']);
    const bytes = bytesOf({ a: 1, b: 2, x: 3 });
    bytes[bytes.indexOf('x')] = 'a'.charCodeAt(0);
    expect(possiblyChanged(bytes, fieldsOf('a', 'b'), { a: 1, b: 2 })).toHaveLength(2);
  });

  test('never passes over a field of any type that has changed, and doubts few that have not', () => {
    const counts = { unchanged: 0, doubted: 0 };
    fc.assert(
      fc.property(storedSamples, storedSamples, fc.infiniteStream(fc.boolean()), (one, other, choices) => {
        const bytes = bytesOf(one);
        const stored = parseStored(bytes);
        const [same, changed] = [encodedAgain(stored), encodedAgain(parseStored(bytesOf(other)))];
        const after: Record<string, unknown> = {};
        for (const { key } of sampleSchema.fields) {
          const value = choices.next().value ? same[key] : changed[key];
          if (value !== undefined) after[key] = value;
        }
        const doubtful = new Set(possiblyChanged(bytes, sampleSchema.fields, after));
        for (const field of sampleSchema.fields) {
          const isUnchanged = isSame(field.type, stored[field.key], after[field.key]);
          if (!isUnchanged) expect(doubtful).toContain(field);
          if (isUnchanged && stored[field.key] !== undefined) {
            counts.unchanged++;
            if (doubtful.has(field)) counts.doubted++;
          }
        }
      }),
      { numRuns: 150 },
    );
    expect(counts.unchanged).toBeGreaterThan(1000);
    expect(counts.doubted).toBeLessThan(counts.unchanged / 2);
  });
});
