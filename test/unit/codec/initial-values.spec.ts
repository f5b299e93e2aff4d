import { describe, expect, test } from 'vitest';
import { BSON, ObjectId } from 'mongodb';
import fc from 'fast-check';
import { assemble } from '../../../lib/codec/fast/assemble-document.js';
import { decodeValues } from '../../../lib/codec/decode.js';
import type { Plain } from '../../../lib/value/plain-object.js';
import { encodeDocument } from '../../../lib/codec/fast/encode-document.js';
import { withInitialValues } from '../../../lib/codec/initial-values.js';
import { UndeclaredKeys } from '../../../lib/codec/undeclared-keys.js';
import { differences } from '../../../lib/state/change/difference.js';
import { personSchema, sampleSchema } from '../../support/unit/unit-world.js';
import type { Person } from '../../support/unit/unit-world.js';
import type { RootSchema } from '../../../lib/schema/document-schema.js';
import { storedPersons } from '../../support/unit/unit-arbitraries.js';
import { ValueSnapshot } from '../../../lib/state/snapshot/value-snapshot.js';

const id = new ObjectId();

interface Loaded {
  readonly document: Person;
  readonly baseline: Plain;
  readonly undeclared: UndeclaredKeys;
}

function load(schema: RootSchema, stored: object): Loaded {
  const undeclared = new UndeclaredKeys();
  const document = assemble(schema, decodeValues(schema, stored as Plain, undeclared), undeclared) as Person;
  return {
    document,
    baseline: withInitialValues(schema, stored as Plain, document, undeclared),
    undeclared,
  };
}

describe('withInitialValues', () => {
  test('is the very object that was stored where the class adds nothing', () => {
    const stored = {
      _id: id,
      name: 'Ada',
      tags: [],
      status: 'old',
      password: 'x',
      others: [{ s: 'x', country: 'NO' }],
    };
    expect(load(personSchema, stored).baseline).toBe(stored);
  });

  test('has what the class initialises and what has a default besides', () => {
    const stored = { _id: id, name: 'Ada', password: 'x' };
    expect({ ...load(personSchema, stored).baseline }).toEqual({ ...stored, tags: [], status: 'new' });
    expect(Object.keys(stored)).toEqual(['_id', 'name', 'password']);
  });

  test('leaves null as it is', () => {
    const stored = { _id: id, tags: null, status: null, address: null };
    expect(load(personSchema, stored).baseline).toBe(stored);
  });

  test('has defaults of embedded documents at any depth', () => {
    const stored = {
      embedded: { s: 'a' },
      nested: [[{ s: 'b' }], []],
      places: {
        'a.b': [
          { s: 'c', country: 'NO' },
          { s: 'd', zip: 1 },
        ],
      },
    };
    const { baseline } = load(sampleSchema, stored);
    expect(JSON.parse(JSON.stringify(baseline))).toEqual({
      embedded: { s: 'a', country: 'SE' },
      nested: [[{ s: 'b', country: 'SE' }], []],
      places: {
        'a.b': [
          { s: 'c', country: 'NO' },
          { s: 'd', zip: 1, country: 'SE' },
        ],
      },
    });
  });

  test('is what a document that was loaded and not touched encodes to, whatever was stored', () => {
    fc.assert(
      fc.property(storedPersons, (values) => {
        const bytes = BSON.serialize(values, { ignoreUndefined: false });
        const stored = BSON.deserialize(bytes, { useBigInt64: true });
        const { document, baseline, undeclared } = load(personSchema, stored);
        const after = encodeDocument(personSchema, document, undeclared);
        expect(differences(personSchema, new ValueSnapshot(stored, baseline), after)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
