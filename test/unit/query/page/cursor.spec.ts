import { describe, expect, test } from 'vitest';
import { Binary, Decimal128, ObjectId, UUID } from 'mongodb';
import { cursorOf, readCursor } from '../../../../lib/query/page/cursor.js';
import type { SortKey } from '../../../../lib/query/page/sort-keys.js';
import { InvalidCursorError } from '../../../../lib/query/query-errors.js';
import { personSchema, studentSchema } from '../../../support/unit/unit-world.js';

const id = new ObjectId('65a000000000000000000001');
const keysFor = (kind: SortKey['kind'], direction: 1 | -1 = 1): SortKey[] => [
  { keyPath: 'k', direction, kind, isId: false },
  { keyPath: '_id', direction, kind: 'objectId', isId: true },
];

describe('A cursor', () => {
  test('of version 1 is this text', () => {
    expect(cursorOf(personSchema, keysFor('string'), ['Ada', id])).toBe(
      'AZeeo6UAMeOnHwAAAAIwAAQAAABBZGEABzEAZaAAAAAAAAAAAAABAA',
    );
  });

  test.each<[SortKey['kind'], unknown]>([
    ['string', 'Ada \u{1f600}\0'],
    ['string', ''],
    ['number', 0.5],
    ['number', -0],
    ['number', NaN],
    ['number', 2 ** 40],
    ['number', 7n],
    ['int32', -7],
    ['double', -Infinity],
    ['bigint', 2n ** 60n + 1n],
    ['boolean', false],
    ['date', new Date(-1)],
    ['objectId', new ObjectId()],
    ['binary', new Binary(Buffer.of(1, 2), 9)],
    ['buffer', new Binary(Buffer.of(1, 2))],
    ['uuid', new UUID()],
    ['decimal128', Decimal128.fromString('1.10')],
    ['string', null],
  ])('gives back a %s: %s', (kind, value) => {
    const cursor = cursorOf(personSchema, keysFor(kind), [value, id]);

    expect(cursor).toMatch(/^[\w-]+$/);
    expect(readCursor(personSchema, keysFor(kind), cursor)).toEqual([value, id]);
  });

  test.each<[string, () => unknown]>([
    ['another class', () => readCursor(studentSchema, keysFor('string'), ada)],
    ['another direction', () => readCursor(personSchema, keysFor('string', -1), ada)],
    ['fewer paths', () => readCursor(personSchema, keysFor('string').slice(1), ada)],
    ['another kind of values', () => readCursor(personSchema, keysFor('number'), ada)],
  ])('is refused for %s', (_, read) => {
    expect(read).toThrow(InvalidCursorError);
  });

  const ada = cursorOf(personSchema, keysFor('string'), ['Ada', id]);
});
