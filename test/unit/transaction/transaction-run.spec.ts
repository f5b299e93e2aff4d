import { describe, expect, test } from 'vitest';
import { Unit } from '../../../lib/transaction/transaction-run.js';
import type { DocumentBefore, NotRestored } from '../../../lib/transaction/transaction-run.js';

const before = (more: Partial<DocumentBefore> = {}): DocumentBefore => ({
  restore: () => undefined,
  unlock: () => undefined,
  ...more,
});

describe('A unit', () => {
  test('restores documents in the order in which it met them, each time that it is told to', () => {
    const restored: string[] = [];
    const unit = new Unit({});
    for (const name of ['a', 'b', 'c'])
      unit.remember({ name }, before({ restore: () => void restored.push(name) }));
    unit.restore();
    unit.restore();
    expect(restored).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });

  test('tells which documents cannot be what they were, and restores the others', () => {
    const failure: NotRestored = Object.assign(new Error('frozen'), { documentName: 'Person' });
    const restored: string[] = [];
    const unit = new Unit({});
    unit.remember({}, before({ restore: () => failure }));
    unit.remember({}, before({ restore: () => void restored.push('b') }));
    expect(unit.restore()).toEqual([failure]);
    expect(restored).toEqual(['b']);
  });

  test('keeps what a document was like at first', () => {
    const document = {};
    const [first, later] = [before(), before()];
    const unit = new Unit({});
    expect(unit.find(document)).toBeUndefined();
    unit.remember(document, first);
    unit.remember(document, later);
    expect(unit.find(document)).toBe(first);
  });

  test('unlocks each document once when it is over, and knows none of them any more', () => {
    const unlocked: string[] = [];
    const [a, b] = [{}, {}];
    const unit = new Unit({});
    unit.remember(a, before({ unlock: () => void unlocked.push('a') }));
    unit.remember(b, before({ unlock: () => void unlocked.push('b') }));
    unit.forget();
    unit.forget();
    expect(unlocked).toEqual(['a', 'b']);
    expect([unit.find(a), unit.find(b)]).toEqual([undefined, undefined]);
  });

  test('has an id of its own', () => {
    expect(new Unit({}).id).not.toBe(new Unit({}).id);
  });
});
