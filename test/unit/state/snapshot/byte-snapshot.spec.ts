import { describe, expect, test } from 'vitest';
import { BSON } from 'mongodb';
import fc from 'fast-check';
import { assemble } from '../../../../lib/codec/fast/assemble-document.js';
import { decodeValues } from '../../../../lib/codec/decode.js';
import { encodeDocument } from '../../../../lib/codec/fast/encode-document.js';
import { possiblyChanged } from '../../../../lib/codec/bytes/possibly-changed.js';
import { parseKeys } from '../../../../lib/codec/bytes/parse-keys.js';
import { parseStored } from '../../../../lib/codec/bytes/parse-stored.js';
import { UndeclaredKeys } from '../../../../lib/codec/undeclared-keys.js';
import { applyDifferences } from '../../../../lib/state/change/apply-differences.js';
import { ByteSnapshot } from '../../../../lib/state/snapshot/byte-snapshot.js';
import { differences } from '../../../../lib/state/change/difference.js';
import type { Snapshot, Stored } from '../../../../lib/state/snapshot/snapshot.js';
import { wholeArrays } from '../../../../lib/state/change/whole-arrays.js';
import { storedPersons } from '../../../support/unit/unit-arbitraries.js';
import { personSchema } from '../../../support/unit/unit-world.js';
import { ValueSnapshot } from '../../../../lib/state/snapshot/value-snapshot.js';

const bytesOf = (value: object): Buffer => Buffer.from(BSON.serialize(value));
const ada = bytesOf({ name: 'Ada', a: 36 });

/** Reads as configured, and counts how often a whole document was read. */
function newReading() {
  const reading = {
    reads: 0,
    parse: (bytes: Buffer): Stored => {
      reading.reads++;
      return parseStored(bytes);
    },
    parseKeys,
    possiblyChanged,
  };
  return reading;
}

const snapshotOf = (bytes: Buffer, initialValues?: Stored): ByteSnapshot =>
  new ByteSnapshot(bytes, newReading(), initialValues, undefined);

describe('ByteSnapshot', () => {
  test('reads what is stored once, when it is asked for', () => {
    const reading = newReading();
    const snapshot = new ByteSnapshot(ada, reading, undefined, undefined);
    expect(reading.reads).toBe(0);
    expect(snapshot.stored).toEqual({ name: 'Ada', a: 36 });
    expect(snapshot.stored).toBe(snapshot.stored);
    expect(reading.reads).toBe(1);
  });

  test('has what is stored as its baseline', () => {
    const snapshot = snapshotOf(ada);
    expect(snapshot.baseline).toBe(snapshot.stored);
  });

  test('adds to its baseline what the class initialised, which is not stored', () => {
    const snapshot = snapshotOf(ada, { tags: [] });
    expect(snapshot.baseline).toEqual({ name: 'Ada', a: 36, tags: [] });
    expect(snapshot.stored).toEqual({ name: 'Ada', a: 36 });
  });

  test('knows what stands under some keys without reading all of it', () => {
    const reading = newReading();
    const { stored, baseline } = new ByteSnapshot(ada, reading, { tags: [] }, undefined).read(['name']);
    expect({ ...stored }).toEqual({ name: 'Ada' });
    expect(baseline).toEqual({ name: 'Ada', tags: [] });
    expect(reading.reads).toBe(0);
  });

  test('is compared and written without being read as a whole', () => {
    const reading = newReading();
    const snapshot = new ByteSnapshot(ada, reading, undefined, undefined);
    const after = { name: 'Ada', a: 37 };
    const changed = differences(personSchema, snapshot, after);
    expect(changed).toMatchObject([{ keys: ['a'], before: 36, after: 37 }]);
    expect(wholeArrays(snapshot, changed)).toBe(changed);
    const next = applyDifferences(snapshot, changed, after);
    expect({ ...next.read(['a']).stored }).toEqual({ a: 37 });
    expect(reading.reads).toBe(0);
    expect(next.stored).toEqual({ name: 'Ada', a: 37 });
    expect(next.baseline).toBe(next.stored);
    expect(reading.reads).toBe(1);
  });

  test('has, after a write, what the class initialised as the document had it', () => {
    const snapshot = snapshotOf(ada, { tags: [] });
    const after = { name: 'Eva', a: 36, tags: [] };
    const next = applyDifferences(snapshot, differences(personSchema, snapshot, after), after);
    expect(next.stored).toEqual({ name: 'Eva', a: 36 });
    expect(next.baseline).toBe(after);
  });

  test('is the same after a write that wrote nothing', () => {
    const snapshot = snapshotOf(ada);
    expect(applyDifferences(snapshot, [], { name: 'Ada', a: 36 })).toBe(snapshot);
  });

  test('differs, and is afterwards, as if it had been read', () => {
    fc.assert(
      fc.property(storedPersons, storedPersons, storedPersons, (one, other, third) => {
        const bytes = bytesOf(one);
        const read = parseStored(bytes);
        let byBytes: Snapshot = snapshotOf(bytes);
        let byValues: Snapshot = new ValueSnapshot(read);
        for (const each of [other, third]) {
          const undeclared = new UndeclaredKeys();
          const values = decodeValues(personSchema, parseStored(bytesOf(each)), undeclared);
          const after = encodeDocument(personSchema, assemble(personSchema, values, undeclared), undeclared);
          const changed = differences(personSchema, byBytes, after);
          expect(changed).toEqual(differences(personSchema, byValues, after));
          expect(wholeArrays(byBytes, changed)).toEqual(wholeArrays(byValues, changed));
          byBytes = applyDifferences(byBytes, changed, after);
          byValues = applyDifferences(byValues, changed, after);
          const keys = ['_id', 'address', 'missing'];
          const some = byBytes.read(keys).stored;
          for (const key of keys) expect(some[key]).toEqual(byValues.stored[key]);
        }
        expect(byBytes.stored).toEqual(byValues.stored);
        expect(byBytes.baseline).toEqual(byValues.baseline);
      }),
      { numRuns: 300 },
    );
  });
});
