import { describe, expect, test } from 'vitest';
import { BSON, Double } from 'mongodb';
import fc from 'fast-check';
import { assemble } from '../../../../lib/codec/fast/assemble-document.js';
import { decodeValues } from '../../../../lib/codec/decode.js';
import { encodeDocument } from '../../../../lib/codec/fast/encode-document.js';
import { withInitialValues } from '../../../../lib/codec/initial-values.js';
import { UndeclaredKeys } from '../../../../lib/codec/undeclared-keys.js';
import { applyDifferences } from '../../../../lib/state/change/apply-differences.js';
import { differences } from '../../../../lib/state/change/difference.js';
import { isEqual } from '../../../../lib/value/equality/is-equal.js';
import type { Snapshot, Stored } from '../../../../lib/state/snapshot/snapshot.js';
import { storedPersons } from '../../../support/unit/unit-arbitraries.js';
import { applyUpdate } from '../../../support/unit/unit-update-model.js';
import { personSchema } from '../../../support/unit/unit-world.js';
import { ValueSnapshot } from '../../../../lib/state/snapshot/value-snapshot.js';

/** As the driver hands it out. */
const read = (stored: object): Stored => BSON.deserialize(BSON.serialize(stored), { useBigInt64: true });

interface Loaded {
  readonly document: object;
  readonly snapshot: Snapshot;
}

function load(stored: Stored, undeclared: UndeclaredKeys): Loaded {
  const document = assemble(personSchema, decodeValues(personSchema, stored, undeclared), undeclared);
  return {
    document,
    snapshot: new ValueSnapshot(stored, withInitialValues(personSchema, stored, document, undeclared)),
  };
}

/** Two persons with one id: the first one is stored, the second one is what the first one's document becomes. */
const pairs = fc.tuple(storedPersons, storedPersons).map(([one, other]) => [read(one), read(other)] as const);

/** Loads both, gives the fields of the second one to the first one, and finds what a save would write. */
function change([one, other]: readonly [Stored, Stored]): Loaded & {
  readonly after: Stored;
  readonly changed: ReturnType<typeof differences>;
  readonly target: Stored;
} {
  const undeclared = new UndeclaredKeys();
  const { document, snapshot } = load(one, undeclared);
  const target = load(other, undeclared).document as Record<string, unknown>;
  for (const { name } of personSchema.fields) (document as Record<string, unknown>)[name] = target[name];
  const after = encodeDocument(personSchema, document, undeclared);
  return { document, snapshot, after, changed: differences(personSchema, snapshot, after), target: other };
}

/** Loads what is stored and encodes it again: initial values and undeclared keys of embedded documents included. */
function seen(stored: Stored): Stored {
  const undeclared = new UndeclaredKeys();
  return encodeDocument(personSchema, load(stored, undeclared).document, undeclared);
}

/** Without the undeclared keys of embedded documents. */
function declaredOnly(stored: Stored): Stored {
  return encodeDocument(personSchema, load(stored, new UndeclaredKeys()).document, new UndeclaredKeys());
}

describe('what differs', () => {
  test('makes one stored document into the other when a server writes it', () => {
    fc.assert(
      fc.property(pairs, (pair) => {
        const { snapshot, changed, after } = change(pair);
        const result = applyUpdate(snapshot.stored, changed) as Stored;
        expect(isEqual(declaredOnly(read(result)), declaredOnly(after))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('is exact where every key is declared', () => {
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        const [from, to] = [declaredOnly(one), declaredOnly(other)];
        const changed = differences(personSchema, new ValueSnapshot(from), to);
        expect(isEqual(applyUpdate(from, changed), to)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('is nothing between equal documents', () => {
    fc.assert(
      fc.property(storedPersons, (values) => {
        const stored = read(values);
        const { document, snapshot } = load(stored, new UndeclaredKeys());
        expect(document).toBeDefined();
        expect(differences(personSchema, snapshot, seen(stored))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('is nothing that is equal before and after, and no path of another', () => {
    fc.assert(
      fc.property(pairs, (pair) => {
        for (const { before, after } of change(pair).changed) expect(isEqual(before, after)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test('leaves stored keys of the document that are not declared untouched', () => {
    fc.assert(
      fc.property(pairs, (pair) => {
        const { snapshot, changed } = change(pair);
        const result = applyUpdate(snapshot.stored, changed) as Stored;
        expect(isEqual(result['password'], snapshot.stored['password'])).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('applyDifferences', () => {
  test('gives a snapshot from which nothing differs', () => {
    fc.assert(
      fc.property(pairs, (pair) => {
        const { snapshot, changed, after } = change(pair);
        expect(differences(personSchema, applyDifferences(snapshot, changed, after), after)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('gives a snapshot from which the next save writes what makes the stored document right', () => {
    fc.assert(
      fc.property(pairs, storedPersons, (pair, third) => {
        const { snapshot, changed, after } = change(pair);
        const stored = applyUpdate(snapshot.stored, changed) as Stored;
        const next = declaredOnly(read(third));
        const more = differences(personSchema, applyDifferences(snapshot, changed, after), next);
        expect(isEqual(declaredOnly(read(applyUpdate(stored, more))), declaredOnly(next))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('leaves the old snapshot as it was', () => {
    const stored = { name: 'a', others: [{ s: 'x' }], scores: { a: 1 } };
    const snapshot = new ValueSnapshot(stored, { ...stored, tags: [] });
    const after = { name: 'a', others: [{ s: 'y' }], scores: { b: 1 }, tags: [] };
    const next = applyDifferences(snapshot, differences(personSchema, snapshot, after), after);
    expect({ ...next.stored }).toEqual({ name: 'a', others: [{ s: 'y' }], scores: { b: 1 } });
    expect(next.baseline).toBe(after);
    expect(stored).toEqual({ name: 'a', others: [{ s: 'x' }], scores: { a: 1 } });
  });

  test('does not say of initial values that they are stored', () => {
    const snapshot = new ValueSnapshot({ name: 'a' }, { name: 'a', tags: [], status: 'new' });
    const after = { name: 'b', tags: [], status: 'new' };
    const next = applyDifferences(snapshot, differences(personSchema, snapshot, after), after);
    expect({ ...next.stored }).toEqual({ name: 'b' });
  });

  test('is one object where the class had initialised nothing', () => {
    const stored = { name: 'a' };
    const after = { name: 'b' };
    const snapshot = new ValueSnapshot(stored);
    const next = applyDifferences(snapshot, differences(personSchema, snapshot, after), after);
    expect({ ...next.stored }).toEqual({ name: 'b' });
    expect(next.baseline).toBe(next.stored);
  });

  test('keeps the very values, with their BSON types, that were not written', () => {
    const [one, two] = [new Double(1), new Double(2)];
    const stored = { name: 'a', scores: { go: one, chess: two }, unknown: true };
    const after = { name: 'a', scores: { go: 1, chess: 3 } };
    const snapshot = new ValueSnapshot(stored);
    const next = applyDifferences(snapshot, differences(personSchema, snapshot, after), after);
    expect(next.stored['scores']).toEqual({ go: one, chess: 3 });
    expect((next.stored['scores'] as typeof stored.scores).go).toBe(one);
    expect(next.stored['unknown']).toBe(true);
  });

  test('reaches no prototype with a stored key', () => {
    const stored = { extra: {} };
    const after = { extra: JSON.parse('{"__proto__": {"polluted": 1}}') as object };
    const snapshot = new ValueSnapshot(stored, { ...stored, tags: [] });
    const next = applyDifferences(snapshot, differences(personSchema, snapshot, after), after);
    expect((next.stored['extra'] as { polluted?: number }).polluted).toBeUndefined();
    expect(Object.keys(next.stored['extra'] as object)).toEqual(['__proto__']);
  });
});
