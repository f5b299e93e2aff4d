import { beforeEach, describe, expect, test } from 'vitest';
import { OngoingWork } from '../../../lib/driver/ongoing-work.js';
import { WriteOutcomeUnknownError } from '../../../lib/driver/errors/outcome-errors.js';
import {
  TransactionFailedError,
  TransactionInterruptedError,
  TransactionScopeClosedError,
} from '../../../lib/transaction/transaction-errors.js';
import { TransactionScope } from '../../../lib/transaction/transaction-attempt.js';
import { Unit } from '../../../lib/transaction/transaction-run.js';

/** A promise, and what resolves it. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
/** Lets everything go on that waits for nothing else. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('A scope', () => {
  let scope: TransactionScope;
  let calls: string[];
  let work: OngoingWork;
  const command = (name: string) => async () => {
    calls.push(name);
    return name;
  };

  beforeEach(() => {
    work = new OngoingWork();
    scope = new TransactionScope(new Unit({}), { work } as never, {} as never, 1, undefined, false);
    calls = [];
  });

  test('sends one command after another, in the order in which they were given to it', async () => {
    const participant = scope.enter();
    const first = gate();
    const sending = [
      scope.send(participant, false, async () => {
        calls.push('a begins');
        await first.opened;
        calls.push('a ends');
        return 'a';
      }),
      scope.send(scope.enter(), true, command('b')),
      scope.send(participant, false, command('c')),
    ];
    await turn();
    expect(calls).toEqual(['a begins']);
    first.open();
    expect(await Promise.all(sending)).toEqual(['a', 'b', 'c']);
    expect(calls).toEqual(['a begins', 'a ends', 'b', 'c']);
  });

  test('sends none after one has failed, and keeps the first error', async () => {
    const participant = scope.enter();
    const error = new Error('first');
    const sending = [
      errorOf(scope.send(participant, false, () => Promise.reject(error))),
      errorOf(scope.send(participant, false, command('b'))),
    ];
    const [first, second] = await Promise.all(sending);
    expect(first).toBe(error);
    expect(second).toBeInstanceOf(TransactionFailedError);
    expect((second as Error).cause).toBe(error);
    scope.fail(new Error('later'));
    expect(scope.failure).toEqual({ error });
    expect(calls).toEqual([]);
    expect(() => scope.enter()).toThrow(TransactionFailedError);
  });

  test('knows whether something was written, also by a part of an operation', async () => {
    const outer = scope.enter();
    const inner = scope.enter(outer);
    await scope.send(inner, false, command('read'));
    expect([scope.hasWritten, inner.hasWritten, outer.hasWritten]).toEqual([false, false, false]);
    await scope.send(inner, true, command('write'));
    expect([scope.hasWritten, inner.hasWritten, outer.hasWritten]).toEqual([true, true, true]);
  });

  test('refuses everything when it is closed, and can be closed again', async () => {
    const participant = scope.enter();
    await scope.close();
    await scope.close();
    expect(() => scope.enter()).toThrow(TransactionScopeClosedError);
    expect(await errorOf(scope.send(participant, true, command('late')))).toBeInstanceOf(
      TransactionScopeClosedError,
    );
    expect(calls).toEqual([]);
  });

  test('closes when the operations that have written have ended, which can go on until then', async () => {
    const writing = scope.enter();
    await scope.send(writing, true, command('write'));
    let isClosed = false;
    const closing = Promise.resolve(scope.close()).then(() => (isClosed = true));
    await turn();
    expect(isClosed).toBe(false);
    await scope.send(writing, true, command('more'));
    scope.leave(writing);
    await closing;
    expect(calls).toEqual(['write', 'more']);
  });

  test('closes without waiting for operations that have not written, and refuses them', async () => {
    const reading = scope.enter();
    await scope.send(reading, false, command('read'));
    await scope.close();
    expect(await errorOf(scope.send(reading, true, command('write')))).toBeInstanceOf(
      TransactionScopeClosedError,
    );
  });

  test('is released when the operations that have documents have ended', async () => {
    const participant = scope.enter();
    participant.hasDocuments = true;
    let isReleased = false;
    const releasing = scope.release().then(() => (isReleased = true));
    await turn();
    expect(isReleased).toBe(false);
    scope.leave(participant);
    await releasing;
    expect(isReleased).toBe(true);
  });

  test('makes an unknown outcome one that is known, as all is rolled back, and leaves other errors', () => {
    const cause = new Error('no answer');
    const error = scope.errorOf(new WriteOutcomeUnknownError('Person', cause)) as Error;
    expect(error).toBeInstanceOf(TransactionInterruptedError);
    expect(error.cause).toBe(cause);
    expect(scope.errorOf(cause)).toBe(cause);
  });
});
