import { describe, expect, test } from 'vitest';
import { BSON, Double, Int32, Long, ObjectId } from 'mongodb';
import * as bsonBytes from '../../../../lib/codec/bytes/bson-bytes.js';
import * as byteReader from '../../../../lib/codec/fast/byte-reader.js';
import { evaluate } from '../../../../lib/source/evaluate.js';
import { scalarKinds } from '../../../../lib/kind/kinds.js';
import { scalarSource } from '../../../../lib/codec/fast/scalar-source.js';
import type { ScalarKind } from '../../../../lib/schema/kind-declarations.js';

const id = new ObjectId();
const reader = { ...bsonBytes, ...byteReader };

/** Runs the source on the value of a document of one element `v`. @returns what it took, and how many bytes it left over */
function run(kind: ScalarKind, value: unknown): [taken: unknown, left: number] {
  const bytes = Buffer.from(BSON.serialize({ v: value }));
  const source = `
    const type = bytes[4], end = bytes.length - 1; let at = 7, length, after, taken;
    ${scalarSource(kind, (each) => `taken = ${each};`)}
    return [taken, end - at];`;
  return evaluate<[unknown, number]>(source, { bytes, kinds: scalarKinds, ...reader })!;
}

describe('scalarSource', () => {
  test.each<[ScalarKind, unknown, unknown]>([
    ['string', 'text', 'text'],
    ['string', '', ''],
    ['number', new Int32(-5), -5],
    ['number', new Double(1.5), 1.5],
    ['number', Long.fromNumber(2 ** 40), 2 ** 40],
    ['int32', new Int32(5), 5],
    ['int32', new Double(5), 5],
    ['double', new Int32(5), 5],
    ['bigint', Long.fromNumber(5), 5n],
    ['bigint', new Int32(5), 5n],
    ['boolean', true, true],
    ['date', new Date(5), new Date(5)],
    ['objectId', id, id],
    ['buffer', Buffer.from('ab'), Buffer.from('ab')],
    ['any', [new Int32(1), null], [1, null]],
  ])('reads as %s what is stored, and goes behind it: row %#', (kind, value, expected) => {
    expect(run(kind, value)).toStrictEqual([expected, 0]);
  });

  test.each<[ScalarKind, unknown]>([
    ['number', 'text'],
    ['number', Long.MAX_VALUE],
    ['int32', new Double(1.5)],
    ['objectId', 'text'],
    ['date', new Int32(5)],
  ])('gives up where a value does not fit %s: row %#', (kind, value) => {
    expect(() => run(kind, value)).toThrow(reader.irregular);
  });

  test('leaves null to others', () => {
    expect(run('number', null)).toStrictEqual([undefined, 0]);
  });
});
