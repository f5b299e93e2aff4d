import { describe, expect, test } from 'vitest';
import { BSON, Double, Long } from 'mongodb';
import fc from 'fast-check';
import { anyKind } from '../../../../lib/kind/container/any.js';
import { parseStored } from '../../../../lib/codec/bytes/parse-stored.js';
import type { FieldType } from '../../../../lib/schema/document-schema.js';
import { asStored } from '../../../../lib/state/change/as-stored.js';
import { withDifferences } from '../../../../lib/state/change/with-differences.js';
import { differences } from '../../../../lib/state/change/difference.js';
import { isSame } from '../../../../lib/kind/is-same.js';
import type { Stored } from '../../../../lib/state/snapshot/snapshot.js';
import { everything, orderedObjects } from '../../../support/unit/unit-bson-arbitraries.js';
import { sampleSchema } from '../../../support/unit/unit-world.js';
import { ValueSnapshot } from '../../../../lib/state/snapshot/value-snapshot.js';

const list: FieldType = { kind: 'array', of: { kind: 'any' } };
const read = (value: unknown): unknown => parseStored(BSON.serialize({ value }))['value'];
const hex = (value: unknown): string => Buffer.from(BSON.serialize({ value })).toString('hex');
/** As a document that was loaded is encoded. */
const encodedAgain = (stored: unknown): unknown => anyKind.encode(anyKind.decode(stored) as never);

describe('asStored', () => {
  test('gives the stored value itself for what equals it', () => {
    const stored = [new Double(1), { b: new Double(2), a: 1 }];
    expect(asStored(list, { stored, baseline: stored }, [1, { b: 2, a: 1 }])).toBe(stored);
  });

  test('gives what has changed, and the rest as it is stored', () => {
    const stored = { a: new Double(1), b: [new Double(2), 3], gone: 1 };
    expect(asStored({ kind: 'any' }, { stored, baseline: stored }, { a: 1, b: [2, 4, 5], more: 6 })).toEqual({
      a: new Double(1),
      b: [new Double(2), 4, 5],
      more: 6,
    });
  });

  test('finds every element again, wherever it stands now, each once', () => {
    const choices = fc.array(fc.tuple(everything, fc.boolean(), fc.nat()), { maxLength: 30 });
    fc.assert(
      fc.property(choices, (given) => {
        const stored = read(given.map(([value]) => value)) as unknown[];
        const places = given.map((_, index) => index).filter((index) => given[index]?.[1]);
        places.sort((one, other) => (given[one]?.[2] ?? 0) - (given[other]?.[2] ?? 0));
        const after = places.map((index) => encodedAgain(stored[index]));
        const written = asStored(list, { stored, baseline: stored }, after) as unknown[];
        const left = stored.map(hex);
        for (const each of written) {
          const at = left.indexOf(hex(each));
          expect(at).not.toBe(-1);
          left.splice(at, 1);
        }
        expect(isSame(list, written, after)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('takes no longer than the list is long for elements that have all moved', () => {
    const stored = Array.from({ length: 20_000 }, (_, n) => ({ n: Long.fromNumber(n).toBigInt() }));
    const written = asStored(
      list,
      { stored, baseline: stored },
      stored.map(({ n }) => ({ n })).reverse(),
    ) as unknown[];
    expect(written[0]).toBe(stored.at(-1));
    expect(written.at(-1)).toBe(stored[0]);
  });
});

describe('What differs, once it is written', () => {
  test('makes maps and untyped values the same, with their order and types', () => {
    const values = fc.record({ any: fc.oneof(everything, orderedObjects), map: orderedObjects });
    fc.assert(
      fc.property(values, values, fc.boolean(), (one, other, isPart) => {
        const [from, to] = [one, isPart ? { ...one, map: new Map([...one.map, ...other.map]) } : other].map(
          (each) => ({
            any: read(each.any),
            map: numbersOnly(read(each.map) as Stored),
          }),
        );
        const before = from as Stored;
        const after = { any: encodedAgain(to?.any), map: to?.map } as Stored;
        const changed = differences(sampleSchema, new ValueSnapshot(before), after);
        const result = withDifferences(before, changed);
        expect(isSame({ kind: 'any' }, result['any'], after['any'])).toBe(true);
        expect(isSame({ kind: 'map', of: { kind: 'number' } }, result['map'], after['map'])).toBe(true);
        expect(differences(sampleSchema, new ValueSnapshot(result), after)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

/** The same keys in the same order, each with a number. */
function numbersOnly(stored: Stored): Stored {
  return read(new Map(Object.keys(stored).map((key, index) => [key, index]))) as Stored;
}
