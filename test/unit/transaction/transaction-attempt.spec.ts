import { beforeEach, describe, expect, test } from 'vitest';
import { OngoingWork } from '../../../lib/driver/ongoing-work.js';
import { WriteOutcomeUnknownError } from '../../../lib/driver/errors/outcome-errors.js';
import {
  TransactionFailedError,
  TransactionInterruptedError,
  TransactionOverError,
} from '../../../lib/transaction/transaction-errors.js';
import { TransactionAttempt } from '../../../lib/transaction/transaction-attempt.js';
import { TransactionRun } from '../../../lib/transaction/transaction-run.js';

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

describe('A transaction attempt', () => {
  let attempt: TransactionAttempt;
  let calls: string[];
  let work: OngoingWork;
  const command = (name: string) => async () => {
    calls.push(name);
    return name;
  };

  beforeEach(() => {
    work = new OngoingWork();
    attempt = new TransactionAttempt(
      new TransactionRun({}),
      { work } as never,
      {} as never,
      1,
      undefined,
      false,
    );
    calls = [];
  });

  test('sends one command after another, in the order in which they were given to it', async () => {
    const participant = attempt.enter();
    const first = gate();
    const sending = [
      attempt.send(participant, false, async () => {
        calls.push('a begins');
        await first.opened;
        calls.push('a ends');
        return 'a';
      }),
      attempt.send(attempt.enter(), true, command('b')),
      attempt.send(participant, false, command('c')),
    ];
    await turn();
    expect(calls).toEqual(['a begins']);
    first.open();
    expect(await Promise.all(sending)).toEqual(['a', 'b', 'c']);
    expect(calls).toEqual(['a begins', 'a ends', 'b', 'c']);
  });

  test('sends none after one has failed, and keeps the first error', async () => {
    const participant = attempt.enter();
    const error = new Error('first');
    const sending = [
      errorOf(attempt.send(participant, false, () => Promise.reject(error))),
      errorOf(attempt.send(participant, false, command('b'))),
    ];
    const [first, second] = await Promise.all(sending);
    expect(first).toBe(error);
    expect(second).toBeInstanceOf(TransactionFailedError);
    expect((second as Error).cause).toBe(error);
    attempt.fail(new Error('later'));
    expect(attempt.failure).toEqual({ error });
    expect(calls).toEqual([]);
    expect(() => attempt.enter()).toThrow(TransactionFailedError);
  });

  test('knows whether something was written, also by a part of an operation', async () => {
    const outer = attempt.enter();
    const inner = attempt.enter(outer);
    await attempt.send(inner, false, command('read'));
    expect([attempt.hasWritten, inner.hasWritten, outer.hasWritten]).toEqual([false, false, false]);
    await attempt.send(inner, true, command('write'));
    expect([attempt.hasWritten, inner.hasWritten, outer.hasWritten]).toEqual([true, true, true]);
  });

  test('refuses everything when it is closed, and can be closed again', async () => {
    const participant = attempt.enter();
    await attempt.close();
    await attempt.close();
    expect(() => attempt.enter()).toThrow(TransactionOverError);
    expect(await errorOf(attempt.send(participant, true, command('late')))).toBeInstanceOf(
      TransactionOverError,
    );
    expect(calls).toEqual([]);
  });

  test('closes when the operations that have written have ended, which can go on until then', async () => {
    const writing = attempt.enter();
    await attempt.send(writing, true, command('write'));
    let isClosed = false;
    const closing = Promise.resolve(attempt.close()).then(() => (isClosed = true));
    await turn();
    expect(isClosed).toBe(false);
    await attempt.send(writing, true, command('more'));
    attempt.leave(writing);
    await closing;
    expect(calls).toEqual(['write', 'more']);
  });

  test('closes without waiting for operations that have not written, and refuses them', async () => {
    const reading = attempt.enter();
    await attempt.send(reading, false, command('read'));
    await attempt.close();
    expect(await errorOf(attempt.send(reading, true, command('write')))).toBeInstanceOf(TransactionOverError);
  });

  test('is released when the operations that have documents have ended', async () => {
    const participant = attempt.enter();
    participant.hasDocuments = true;
    let isReleased = false;
    const releasing = attempt.release().then(() => (isReleased = true));
    await turn();
    expect(isReleased).toBe(false);
    attempt.leave(participant);
    await releasing;
    expect(isReleased).toBe(true);
  });

  test('makes an unknown outcome one that is known, as all is rolled back, and leaves other errors', () => {
    const cause = new Error('no answer');
    const error = attempt.errorOf(new WriteOutcomeUnknownError('Person', cause)) as Error;
    expect(error).toBeInstanceOf(TransactionInterruptedError);
    expect(error.cause).toBe(cause);
    expect(attempt.errorOf(cause)).toBe(cause);
  });
});
