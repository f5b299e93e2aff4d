import { describe, expect, test } from 'vitest';
import { BSON, Double, Long, ObjectId } from 'mongodb';
import fc from 'fast-check';
import { parseKeys } from '../../../../lib/codec/bytes/parse-keys.js';
import { parseStored } from '../../../../lib/codec/bytes/parse-stored.js';
import { storedSamples } from '../../../support/unit/unit-bson-arbitraries.js';

const bytesOf = (value: object): Buffer => Buffer.from(BSON.serialize(value));

/** One document whose only elements are those of these, in this order: keys may stand in it twice. */
function joined(...documents: readonly object[]): Buffer {
  const elements = documents.map((each) => bytesOf(each).subarray(4, -1));
  const bytes = Buffer.concat([Buffer.alloc(4), ...elements, Buffer.alloc(1)]);
  bytes.writeInt32LE(bytes.length);
  return bytes;
}

describe('parseKeys', () => {
  test('finds what stands under the keys, and nothing else', () => {
    const id = new ObjectId('65a000000000000000000001');
    const bytes = bytesOf({ _id: id, name: 'Ada', nameless: true, address: { name: 'home' }, count: 5 });
    expect({ ...parseKeys(bytes, new Set(['name', '_id', 'missing'])) }).toStrictEqual({
      _id: id,
      name: 'Ada',
    });
  });

  test('keeps BSON types as all of the document would', () => {
    const bytes = bytesOf({ whole: new Double(5), long: Long.fromNumber(5), int32: 5, fraction: 0.5 });
    expect({ ...parseKeys(bytes, new Set(['whole', 'long', 'int32', 'fraction'])) }).toStrictEqual({
      whole: new Double(5),
      long: 5n,
      int32: 5,
      fraction: 0.5,
    });
  });

  test('tells keys apart that begin alike, and those beyond ASCII', () => {
    const bytes = bytesOf({ nam: 1, name: 2, names: 3, größe: 4, größ: 5 });
    expect({ ...parseKeys(bytes, new Set(['name', 'größe'])) }).toStrictEqual({ name: 2, größe: 4 });
  });

  test('finds the last of two elements with one key, as the driver does', () => {
    const bytes = joined({ a: 1, b: 2 }, { a: 3 });
    expect({ ...parseKeys(bytes, new Set(['a'])) }).toStrictEqual({ a: 3 });
    expect(parseStored(bytes)['a']).toBe(3);
  });

  test('finds under every key what all of the document has there', () => {
    fc.assert(
      fc.property(storedSamples, (stored) => {
        const bytes = bytesOf(stored);
        const all = parseStored(bytes);
        // As bytes, which distinguish BSON types.
        expect(bytesOf(parseKeys(bytes, new Set(Object.keys(all)))).toString('hex')).toBe(
          bytesOf(all).toString('hex'),
        );
      }),
      { numRuns: 300 },
    );
  });
});
