import { describe, expect, test } from 'vitest';
import { TransactionRun } from '../../../lib/transaction/transaction-run.js';
import type { DocumentBefore, NotRestored } from '../../../lib/transaction/transaction-run.js';

const before = (more: Partial<DocumentBefore> = {}): DocumentBefore => ({
  restore: () => undefined,
  unlock: () => undefined,
  ...more,
});

describe('A transaction run', () => {
  test('restores documents in the order in which it met them, each time that it is told to', () => {
    const restored: string[] = [];
    const run = new TransactionRun({});
    for (const name of ['a', 'b', 'c'])
      run.remember({ name }, before({ restore: () => void restored.push(name) }));
    run.restore();
    run.restore();
    expect(restored).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });

  test('tells which documents cannot be what they were, and restores the others', () => {
    const failure: NotRestored = Object.assign(new Error('frozen'), { documentName: 'Person' });
    const restored: string[] = [];
    const run = new TransactionRun({});
    run.remember({}, before({ restore: () => failure }));
    run.remember({}, before({ restore: () => void restored.push('b') }));
    expect(run.restore()).toEqual([failure]);
    expect(restored).toEqual(['b']);
  });

  test('keeps what a document was like at first', () => {
    const document = {};
    const [first, later] = [before(), before()];
    const run = new TransactionRun({});
    expect(run.find(document)).toBeUndefined();
    run.remember(document, first);
    run.remember(document, later);
    expect(run.find(document)).toBe(first);
  });

  test('unlocks each document once when it is over, and knows none of them any more', () => {
    const unlocked: string[] = [];
    const [a, b] = [{}, {}];
    const run = new TransactionRun({});
    run.remember(a, before({ unlock: () => void unlocked.push('a') }));
    run.remember(b, before({ unlock: () => void unlocked.push('b') }));
    run.forget();
    run.forget();
    expect(unlocked).toEqual(['a', 'b']);
    expect([run.find(a), run.find(b)]).toEqual([undefined, undefined]);
  });

  test('has an id of its own', () => {
    expect(new TransactionRun({}).id).not.toBe(new TransactionRun({}).id);
  });
});
