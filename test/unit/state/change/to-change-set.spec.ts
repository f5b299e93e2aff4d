import { describe, expect, test } from 'vitest';
import { Binary, Double, Int32, ObjectId } from 'mongodb';
import { encodeDocument } from '../../../../lib/codec/fast/encode-document.js';
import { UndeclaredKeys } from '../../../../lib/codec/undeclared-keys.js';
import type { RootSchema } from '../../../../lib/schema/document-schema.js';
import type { ChangeSet } from '../../../../lib/state/change/change-set.js';
import { differences } from '../../../../lib/state/change/difference.js';
import type { Stored } from '../../../../lib/state/snapshot/snapshot.js';
import { toChangeSet } from '../../../../lib/state/change/to-change-set.js';
import { personSchema, sampleSchema } from '../../../support/unit/unit-world.js';
import { ValueSnapshot } from '../../../../lib/state/snapshot/value-snapshot.js';

const none = new UndeclaredKeys();
const nothing = new ValueSnapshot({});

function changesTo(schema: RootSchema, document: object, stored: Stored = {}): ChangeSet {
  const snapshot = new ValueSnapshot(stored);
  const found = differences(schema, snapshot, encodeDocument(schema, document, none));
  return toChangeSet(() => found);
}

describe('toChangeSet', () => {
  test('names paths by field names', () => {
    const stored = { name: 'Ada', a: 5, address: { s: 'x' }, others: [{ s: 'x' }, { s: 'y' }] };
    const document = {
      name: 'Ada',
      age: 6,
      address: { street: 'z' },
      others: [{ street: 'x' }, { street: 'w' }],
    };
    expect([...changesTo(personSchema, document, stored)]).toEqual([
      { path: 'age', before: 5, after: 6 },
      { path: 'address.street', before: 'x', after: 'z' },
      { path: 'others.1.street', before: 'y', after: 'w' },
    ]);
  });

  test('shows embedded documents by field names, without keys that are not declared', () => {
    const stored = { address: { s: 'x', zip: 1 }, places: { a: { s: 'y' } } };
    const document = { others: [{ street: 'z', location: { latitude: 1 } }] };
    expect([...changesTo(personSchema, document, stored)]).toEqual([
      { path: 'address', before: { street: 'x' }, after: undefined },
      { path: 'others', before: undefined, after: [{ street: 'z', location: { latitude: 1 } }] },
      { path: 'places', before: { a: { street: 'y' } }, after: undefined },
    ]);
  });

  test('shows nothing before that is not stored, whatever a prototype has', () => {
    const document = { scores: new Map([['constructor', 1]]), extra: { toString: 'x' } };
    expect([...changesTo(personSchema, document, { scores: {}, extra: {} })]).toEqual([
      { path: 'scores.constructor', before: undefined, after: 1 },
      { path: 'extra.toString', before: undefined, after: 'x' },
    ]);
  });

  test('shows numbers and bytes as the document holds them, not as they are stored', () => {
    const stored = {
      number: 4n,
      int32: new Int32(4),
      double: 4n,
      bigint: 4,
      buffer: new Binary(Buffer.from('a')),
    };
    const document = { number: 5, int32: 5, double: 5, bigint: 5n, buffer: Buffer.from('b') };
    expect([...changesTo(sampleSchema, document, stored)]).toStrictEqual([
      { path: 'number', before: 4, after: 5 },
      { path: 'int32', before: 4, after: 5 },
      { path: 'double', before: 4, after: 5 },
      { path: 'bigint', before: 4n, after: 5n },
      { path: 'buffer', before: Buffer.from('a'), after: Buffer.from('b') },
    ]);
  });

  test('shows values without a type as they are', () => {
    const any = { int: new Int32(5), double: new Double(1), big: 5n, id: new ObjectId() };
    expect(changesTo(sampleSchema, { any }).get('any')?.after).toStrictEqual(any);
  });

  test('is frozen at every depth', () => {
    const after = changesTo(sampleSchema, { any: { list: [{ a: 1 }] } }).get('any')?.after as {
      list: [object];
    };
    expect([after, after.list, after.list[0]].every(Object.isFrozen)).toBe(true);
  });

  test('shares no dates and bytes with what was written', () => {
    const stored = encodeDocument(
      sampleSchema,
      { date: new Date(5), any: { bytes: Buffer.from('a') } },
      none,
    );
    const changes = toChangeSet(() => differences(sampleSchema, nothing, stored));
    (changes.get('date')?.after as Date).setTime(9);
    (changes.get('any')?.after as { bytes: Buffer }).bytes.fill(0);
    expect(stored['date']).toEqual(new Date(5));
    expect(stored['any']).toEqual({ bytes: Buffer.from('a') });
  });

  test('reaches no prototype with stored keys', () => {
    const extra = JSON.parse('{"list": [{"__proto__": {"polluted": 1}}]}') as object;
    const after = changesTo(personSchema, {}, { extra }).get('extra')?.before as {
      list: [{ polluted?: number }];
    };
    expect(after.list[0].polluted).toBeUndefined();
    expect(Object.keys(after.list[0])).toEqual(['__proto__']);
  });
});
