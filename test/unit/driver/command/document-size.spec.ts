import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { Binary, BSON, Decimal128, Long, ObjectId } from 'mongodb';
import { assertSize, sizeAtMost } from '../../../../lib/driver/command/document-size.js';
import { DocumentTooLargeError } from '../../../../lib/driver/errors/write-errors.js';

const megabyte = 1024 * 1024;
/** Bytes of `{ a: text }` besides the text: length, type, key with terminator, length, end of the text, end of the document. */
const around = 4 + 1 + 2 + 4 + 1 + 1;
const refused = (stored: object): boolean => {
  try {
    assertSize('Person', stored);
    return false;
  } catch (error) {
    if (error instanceof DocumentTooLargeError) return true;
    throw error;
  }
};

describe('assertSize', () => {
  test.each<[string, object, boolean]>([
    ['an empty document', {}, false],
    ['one text that just fits', { a: 'x'.repeat(16 * megabyte - around) }, false],
    ['one text that is one too long', { a: 'x'.repeat(16 * megabyte - around + 1) }, true],
    ['a text whose letters take two bytes', { a: 'é'.repeat(8 * megabyte) }, true],
    ['half as many of them', { a: 'é'.repeat(7 * megabyte) }, false],
    ['a long key', { ['x'.repeat(16 * megabyte)]: 1 }, true],
    ['bytes', { a: new Binary(new Uint8Array(16 * megabyte)) }, true],
    ['bytes that fit', { a: new Binary(new Uint8Array(15 * megabyte)) }, false],
    ['many texts', { a: Array.from({ length: 17 }, () => 'x'.repeat(megabyte)) }, true],
    [
      'embedded documents',
      { a: Array.from({ length: 17 }, () => ({ b: { c: 'x'.repeat(megabyte) } })) },
      true,
    ],
    ['many numbers', { a: Array.from({ length: 1_500_000 }, (_, index) => index) }, true],
    ['the part of an update', { $set: { a: 'x'.repeat(17 * megabyte) } }, true],
  ])('%s', (_title, stored, expected) => {
    expect(refused(stored)).toBe(expected);
  });
});

describe('sizeAtMost', () => {
  test('leaves out what stands on the prototype of all objects, which may be endless', () => {
    Object.assign(Object.prototype, { self: Object.prototype });
    try {
      const stored = { a: new ObjectId(), b: [{ c: new Binary(new Uint8Array(4)) }] };
      expect(sizeAtMost(stored)).toBeLessThan(1_000);
      expect(refused({ ...stored, d: 'x'.repeat(17 * megabyte) })).toBe(true);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'self');
    }
  });

  const leaf = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.boolean(),
    fc.constantFrom<unknown>(null, undefined, 5n, new Date(0), new ObjectId(), Long.fromNumber(2)),
    fc.constantFrom<unknown>(Decimal128.fromString('1.5'), new Binary(new Uint8Array(40))),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.dictionary(
      fc.string({ unit: 'binary' }).filter((key) => !key.includes('\0')),
      tie('value'),
    ),
    value: fc.oneof({ depthSize: 'small' }, leaf, tie('tree'), fc.array(tie('value'))),
  }));

  test('is never less than the size', () => {
    fc.assert(
      fc.property(tree, (stored) => {
        const size = BSON.calculateObjectSize(stored, { ignoreUndefined: false });
        expect(sizeAtMost(stored)).toBeGreaterThanOrEqual(size);
      }),
    );
  });
});
