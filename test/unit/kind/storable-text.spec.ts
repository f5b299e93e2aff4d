import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { BSON } from 'mongodb';
import { scalarKinds } from '../../../lib/kind/kinds.js';
import { texts } from '../../support/unit/unit-arbitraries.js';
import type { ScalarKind } from '../../../lib/schema/kind-declarations.js';

const isOfKind = (kind: ScalarKind, value: unknown): boolean => scalarKinds[kind].accepts(value);

const keys = texts.filter((key) => !key.startsWith('$') && !key.includes('\0') && key !== '__proto__');
const withText: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    texts,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

const stored = (value: unknown): unknown =>
  (BSON.deserialize(BSON.serialize({ value })) as { value: unknown }).value;

describe('Text that may be stored', () => {
  test.each<['string' | 'any', fc.Arbitrary<unknown>]>([
    ['string', texts],
    ['any', withText],
  ])('comes back as it was, and other text does not: a value of kind %s', (kind, values) => {
    const seen = new Set<boolean>();
    fc.assert(
      fc.property(values, (value) => {
        const isStorable = isOfKind(kind, value);
        seen.add(isStorable);
        expect(JSON.stringify(stored(value)) === JSON.stringify(value)).toBe(isStorable);
      }),
      { numRuns: 1000 },
    );
    expect(seen.size).toBe(2);
  });
});
