import { describe, expect, test } from 'vitest';
import { OperationTimeout } from '../../../../lib/signal/timeout.js';
import type { PostSignalError } from '../../../../lib/signal/signal-errors.js';
import { ReceiverTimeoutError } from '../../../../lib/signal/signal-errors.js';
import { Bird, busOn, logs, note, postMove, postWrite, preMove } from '../../../support/unit/unit-signals.js';

const never = async (): Promise<void> => new Promise(() => {});

async function errorOf(sending: Promise<void>): Promise<unknown> {
  return sending.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** Timers that keep the process alive. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}

/** A payload as operations build it. */
function payloadOf(timeout: OperationTimeout): { readonly text: string; readonly abortSignal: AbortSignal } {
  return Object.freeze({
    text: 'hello',
    get abortSignal() {
      return timeout.abortSignal;
    },
  });
}

/** Keeps the signal that it was given, and never returns. */
function hanging(given: AbortSignal[]): (payload: object) => Promise<void> {
  return async (payload) => {
    given.push((payload as { abortSignal: AbortSignal }).abortSignal);
    return never();
  };
}

describe('A timeout of a receiver', () => {
  test('vetoes what a pre receiver does not finish, and names it', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    bus.connect(preMove, Bird, never, { name: 'BirdListener.move' });
    bus.connect(preMove, Bird, logs(log, 'later'));
    const error = (await errorOf(
      bus.send(preMove, Bird, note, new OperationTimeout(5)),
    )) as ReceiverTimeoutError;
    expect(error).toBeInstanceOf(ReceiverTimeoutError);
    expect([error.code, error.receiver, error.signal, error.timeout]).toEqual([
      'RECEIVER_TIMEOUT',
      'BirdListener.move',
      'preMove',
      5,
    ]);
    expect(error.message).toBe(
      'BirdListener.move did not finish preMove within 5 ms. That is the timeout of a receiver. ' +
        'Do slow work after the commit or elsewhere, stop it when "abortSignal" of the payload is aborted, or raise the timeout.',
    );
    expect(log).toEqual([]);
  });

  test('is one of the failures of a post signal, and the next receivers are called', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    bus.connect(postMove, Bird, never, { name: 'slow' });
    bus.connect(postMove, Bird, logs(log, 'next'));
    const error = (await errorOf(bus.send(postMove, Bird, note, new OperationTimeout(5)))) as PostSignalError;
    expect(error.failures.map(({ receiver }) => receiver)).toEqual(['slow']);
    expect(error.cause).toBeInstanceOf(ReceiverTimeoutError);
    expect(log).toEqual(['next']);
  });

  test('is reported after a commit, and where errors are only logged', async () => {
    const { bus, reports } = busOn();
    bus.connect(postWrite, Bird, never, { name: 'committed', phase: 'afterCommit' });
    bus.connect(postWrite, Bird, never, { name: 'quiet', onError: 'log' });
    await bus.sendAfter('afterCommit', postWrite, Bird, note, new OperationTimeout(5));
    await bus.send(postWrite, Bird, note, new OperationTimeout(5));
    expect(reports.map(({ receiver, phase, error }) => [receiver, phase, (error as Error).name])).toEqual([
      ['committed', 'afterCommit', 'ReceiverTimeoutError'],
      ['quiet', 'now', 'ReceiverTimeoutError'],
    ]);
  });

  test('aborts the signal of its receiver with that error, and gives the next one a fresh signal', async () => {
    const { bus } = busOn();
    const given: AbortSignal[] = [];
    const timeout = new OperationTimeout(5);
    bus.connect(postMove, Bird, hanging(given), { name: 'first' });
    bus.connect(postMove, Bird, (payload) => {
      given.push((payload as never as { abortSignal: AbortSignal }).abortSignal);
    });
    const error = (await errorOf(bus.send(postMove, Bird, payloadOf(timeout), timeout))) as PostSignalError;
    expect(given.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(given[0]?.reason).toBe(error.cause);
  });

  test('is aborted also for whoever asks for the signal only then', async () => {
    const { bus } = busOn();
    const timeout = new OperationTimeout(5);
    bus.connect(preMove, Bird, never);
    const error = await errorOf(bus.send(preMove, Bird, note, timeout));
    expect(timeout.abortSignal.aborted).toBe(true);
    expect(timeout.abortSignal.reason).toBe(error);
  });

  test('gives a signal that stays the same for one receiver, and is not aborted when it returns', async () => {
    const { bus } = busOn();
    const given: AbortSignal[] = [];
    const timeout = new OperationTimeout(1_000);
    bus.connect(preMove, Bird, async () => {
      given.push(timeout.abortSignal);
      await Promise.resolve();
      given.push(timeout.abortSignal);
    });
    bus.connect(preMove, Bird, () => given.push(timeout.abortSignal));
    await bus.send(preMove, Bird, note, timeout);
    expect(given[0]).toBe(given[1]);
    expect(given[2]).not.toBe(given[0]);
    expect(given.some(({ aborted }) => aborted)).toBe(false);
  });

  test('begins anew for each receiver', async () => {
    const { bus } = busOn();
    bus.connect(postMove, Bird, never, { name: 'first' });
    bus.connect(postMove, Bird, async () => never(), { name: 'second' });
    const error = (await errorOf(bus.send(postMove, Bird, note, new OperationTimeout(5)))) as PostSignalError;
    expect(error.failures.map(({ error: each }) => (each as ReceiverTimeoutError).timeout)).toEqual([5, 5]);
  });

  test('leaves errors and results that come in time as they are', async () => {
    const { bus } = busOn();
    const veto = new Error('no');
    const log: string[] = [];
    bus.connect(preMove, Bird, async () => Promise.resolve(log.push('first')));
    bus.connect(preMove, Bird, async () => Promise.reject(veto));
    await expect(bus.send(preMove, Bird, note, new OperationTimeout(1_000, 1_000))).rejects.toBe(veto);
    expect(log).toEqual(['first']);
  });

  test('is no limit when it is longer than any timer', async () => {
    const { bus } = busOn();
    const before = timers();
    let during = -1;
    bus.connect(preMove, Bird, async () => {
      await new Promise(setImmediate);
      during = timers();
    });
    await bus.send(preMove, Bird, note, new OperationTimeout(Infinity, 2 ** 31));
    expect(during).toBe(before);
  });
});

describe('A timeout of an operation', () => {
  test('is shared by its receivers, over all its signals', async () => {
    const { bus } = busOn();
    const timeout = new OperationTimeout(undefined, 30);
    bus.connect(postMove, Bird, never, { name: 'first' });
    bus.connect(preMove, Bird, never, { name: 'second' });
    await errorOf(bus.send(postMove, Bird, note, timeout));
    const error = (await errorOf(bus.send(preMove, Bird, note, timeout))) as ReceiverTimeoutError;
    expect(error.timeout).toBeLessThan(5);
    expect(error.reason).toBe(
      'All receivers of an operation together may take 30 ms, and the others used up the rest',
    );
  });

  test('counts what is waited for, also where it comes in time', async () => {
    const { bus } = busOn();
    const timeout = new OperationTimeout(undefined, 300);
    const began = performance.now();
    bus.connect(preMove, Bird, async () => {
      while (performance.now() - began < 20) await new Promise(setImmediate);
    });
    bus.connect(postMove, Bird, never);
    await bus.send(preMove, Bird, note, timeout);
    const error = (await errorOf(bus.send(postMove, Bird, note, timeout))) as PostSignalError;
    expect((error.cause as ReceiverTimeoutError).timeout).toBeLessThan(282);
  });

  test('lets what is ready pass when nothing is left', async () => {
    const { bus } = busOn();
    const timeout = new OperationTimeout(undefined, 0);
    const log: string[] = [];
    bus.connect(preMove, Bird, async () => Promise.resolve(log.push('asynchronous')));
    bus.connect(preMove, Bird, logs(log, 'synchronous'));
    await bus.send(preMove, Bird, note, timeout);
    expect(log).toEqual(['asynchronous', 'synchronous']);
  });

  test('yields to a shorter one of the receiver', async () => {
    const { bus } = busOn();
    bus.connect(preMove, Bird, never);
    const error = await errorOf(bus.send(preMove, Bird, note, new OperationTimeout(5, 10_000)));
    expect(error).toMatchObject({ timeout: 5, reason: 'That is the timeout of a receiver' });
  });
});

describe('What comes when nobody waits any more', () => {
  /** A receiver that settles on demand. */
  function deferred(): { receiver: () => Promise<void>; reject: (error: unknown) => void; done: () => void } {
    let reject: (error: unknown) => void = () => {};
    let done: () => void = () => {};
    const promise = new Promise<void>((resolve, fail) => {
      done = resolve;
      reject = fail;
    });
    return { receiver: async () => promise, reject, done };
  }

  test('is reported if it is an error', async () => {
    const { bus, reports } = busOn();
    const late = deferred();
    const error = new Error('too late');
    bus.connect(preMove, Bird, late.receiver, { name: 'slow' });
    await errorOf(bus.send(preMove, Bird, note, new OperationTimeout(5)));
    expect(reports).toEqual([]);
    late.reject(error);
    await new Promise(setImmediate);
    expect(reports).toEqual([
      { error, receiver: 'slow', signal: preMove, phase: 'now', sender: Bird, payload: note },
    ]);
  });

  test('is nothing if it is a result', async () => {
    const { bus, reports } = busOn();
    const late = deferred();
    bus.connect(preMove, Bird, late.receiver);
    const error = await errorOf(bus.send(preMove, Bird, note, new OperationTimeout(5)));
    late.done();
    await new Promise(setImmediate);
    expect(error).toBeInstanceOf(ReceiverTimeoutError);
    expect(reports).toEqual([]);
  });

  test.each<[string, (reason: Error) => unknown]>([
    ['is the reason of the abort', (reason) => reason],
    ['has the reason of the abort as its cause', (reason) => new Error('aborted', { cause: reason })],
  ])('is not reported again if it %s', async (_what, errorFor) => {
    const { bus, reports } = busOn();
    const timeout = new OperationTimeout(5);
    bus.connect(preMove, Bird, async () => {
      const { abortSignal } = timeout;
      return new Promise<void>((_resolve, reject) => {
        abortSignal.addEventListener('abort', () => {
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as the platform does
          reject(errorFor(abortSignal.reason as Error));
        });
      });
    });
    const error = await errorOf(bus.send(preMove, Bird, note, timeout));
    await new Promise(setImmediate);
    expect(error).toBeInstanceOf(ReceiverTimeoutError);
    expect(reports).toEqual([]);
  });
});

describe('Timers', () => {
  test('are made for promises only, and end with them', async () => {
    const { bus } = busOn();
    const before = timers();
    const seen: number[] = [];
    bus.connect(preMove, Bird, () => void seen.push(timers() - before));
    bus.connect(preMove, Bird, async () => {
      await new Promise(setImmediate);
      seen.push(timers() - before);
    });
    bus.connect(preMove, Bird, () => void seen.push(timers() - before));
    await bus.send(preMove, Bird, note, new OperationTimeout(60_000));
    expect(seen).toEqual([0, 1, 0]);
  });

  test('end with promises that are rejected', async () => {
    const { bus } = busOn();
    const before = timers();
    bus.connect(preMove, Bird, async () => Promise.reject(new Error('no')));
    await errorOf(bus.send(preMove, Bird, note, new OperationTimeout(60_000)));
    expect(timers()).toBe(before);
  });
});
