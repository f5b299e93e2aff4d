import { describe, expect, test } from 'vitest';
import { Double, ObjectId } from 'mongodb';
import { assemble } from '../../../lib/codec/fast/assemble-document.js';
import { decodeBytes } from '../../../lib/codec/fast/decode-bytes.js';
import { decodeValues } from '../../../lib/codec/decode.js';
import { encodeDocument } from '../../../lib/codec/fast/encode-document.js';
import { possiblyChanged } from '../../../lib/codec/bytes/possibly-changed.js';
import { parseKeys } from '../../../lib/codec/bytes/parse-keys.js';
import { parseStored } from '../../../lib/codec/bytes/parse-stored.js';
import { UndeclaredKeys } from '../../../lib/codec/undeclared-keys.js';
import { ByteSnapshot } from '../../../lib/state/snapshot/byte-snapshot.js';
import { differences } from '../../../lib/state/change/difference.js';
import { bytesWithUndefined, oldUndefined } from '../../support/unit/bson-undefined.js';
import {
  familyOf,
  parcelSchema,
  type Person,
  personSchema,
  Sample,
  sampleSchema,
  ticketSchema,
} from '../../support/unit/unit-world.js';

const id = new ObjectId('65a000000000000000000001');
const none = new UndeclaredKeys();

/** As a repository loads it: by the generated decoder, or else step by step. */
function load(schema: typeof personSchema, bytes: Buffer): any {
  const decoded = decodeBytes(familyOf(schema), bytes, new UndeclaredKeys());
  return decoded?.document ?? assemble(schema, decodeValues(schema, parseStored(bytes), none), none);
}

describe("BSON's old undefined", () => {
  test('is absent in a field of every type', () => {
    const fields = sampleSchema.fields.filter(({ key }) => key !== '_id');
    const bytes = bytesWithUndefined({
      _id: id,
      ...Object.fromEntries(fields.map(({ key }) => [key, oldUndefined])),
    });
    const sample = load(sampleSchema, bytes) as Sample;
    expect(sample).toEqual(Object.assign(new Sample(), { id }));
    expect(decodeValues(sampleSchema, parseStored(bytes), none)).toEqual({ id });
  });

  test('leaves a field what the class and its defaults give it', () => {
    const person = load(
      personSchema,
      bytesWithUndefined({ _id: id, tags: oldUndefined, status: oldUndefined }),
    );
    expect([person.tags, person.status]).toEqual([[], 'new']);
  });

  test('is null as an element, and no entry of a map or an untyped value', () => {
    const bytes = bytesWithUndefined({
      _id: id,
      array: ['a', oldUndefined],
      nested: [[oldUndefined], oldUndefined],
      map: { a: 1, b: oldUndefined },
      embedded: { s: oldUndefined, zip: oldUndefined },
      any: { a: oldUndefined, b: [oldUndefined, { c: oldUndefined }] },
    });
    const sample = load(sampleSchema, bytes) as Sample;
    expect(sample.array).toEqual(['a', null]);
    expect(sample.nested).toEqual([[null], null]);
    expect([...(sample.map ?? [])]).toEqual([['a', 1]]);
    expect(sample.embedded?.street).toBeUndefined();
    expect(sample.any).toStrictEqual({ b: [null, {}] });
  });

  test('is no undeclared key, neither shown nor refused', () => {
    const parcel = load(parcelSchema, bytesWithUndefined({ _id: id, color: oldUndefined, size: 1 }));
    expect([...(parcel.attributes as Map<string, unknown>)]).toEqual([['size', 1]]);
    expect(() => load(ticketSchema, bytesWithUndefined({ _id: id, color: oldUndefined }))).not.toThrow();
  });

  test('is no change, and a value in its place is one', () => {
    const bytes = bytesWithUndefined({
      _id: id,
      name: 'Ada',
      a: oldUndefined,
      tags: ['a', oldUndefined],
      status: 'b',
    });
    const reading = { parse: parseStored, parseKeys, possiblyChanged };
    const snapshot = new ByteSnapshot(bytes, reading, undefined, undefined);
    const person = load(personSchema, bytes) as Person;
    const changes = (): string[] =>
      differences(personSchema, snapshot, encodeDocument(personSchema, person, none)).map(({ keys }) =>
        keys.join('.'),
      );
    expect(changes()).toEqual([]);
    person.age = 5;
    person.tags[1] = 'b';
    expect(changes()).toEqual(['a', 'tags.1']);
  });

  test('leaves other values what they are', () => {
    expect(parseStored(bytesWithUndefined({ a: oldUndefined, b: new Double(5), c: null }))).toEqual({
      b: new Double(5),
      c: null,
    });
  });
});
