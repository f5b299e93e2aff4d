import { describe, expect, test } from 'vitest';
import { PostSignalError } from '../../../lib/signal/signal-errors.js';
import { Bird, busOn, logs, note, postMove } from '../../support/unit/unit-signals.js';

const failing = (error: unknown) => async (): Promise<never> => {
  await Promise.resolve();
  throw error;
};

/** Sends and hands back what was thrown. */
async function errorOf(sending: Promise<void>): Promise<PostSignalError> {
  return (await sending.then(
    () => undefined,
    (error: unknown) => error,
  )) as PostSignalError;
}

describe('SignalBus.send of a post signal', () => {
  test('calls all receivers, also after errors', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    bus.connect(postMove, Bird, logs(log, 'first'));
    bus.connect(postMove, Bird, failing(new Error('one')));
    bus.connect(postMove, Bird, () => {
      throw new Error('two');
    });
    bus.connect(postMove, Bird, logs(log, 'last'));
    await errorOf(bus.send(postMove, Bird, note));
    expect(log).toEqual(['first', 'last']);
  });

  test('throws one error with those of all receivers by name, in the order of the calls', async () => {
    const { bus } = busOn();
    const one = new Error('one');
    bus.connect(postMove, Bird, failing('text'), { name: 'Second.method' });
    bus.connect(postMove, Bird, failing(one), { name: 'First.method', order: -1 });
    const error = await errorOf(bus.send(postMove, Bird, note));
    expect(error).toBeInstanceOf(PostSignalError);
    expect(error.failures).toEqual([
      { receiver: 'First.method', error: one },
      { receiver: 'Second.method', error: 'text' },
    ]);
    expect(error.cause).toBe(one);
  });

  test('names receivers and no values in its message', async () => {
    const { bus } = busOn();
    bus.connect(postMove, Bird, failing(new Error('secret')), { name: 'BirdListener.move' });
    const error = await errorOf(bus.send(postMove, Bird, note));
    expect(error.message).toBe(
      'BirdListener.move failed on postMove. The operation that postMove reports has completed and stands; all receivers were called. ' +
        'See "failures" for each error; use { onError: \'log\' } for receivers whose errors should only be logged.',
    );
  });

  test('says that the write was applied, and of what', async () => {
    const { bus } = busOn();
    const document = new Bird();
    bus.connect(postMove, Bird, failing(new Error('one')));
    const error = await errorOf(bus.send(postMove, Bird, { ...note, document } as never));
    expect(error.applied).toBe(true);
    expect(error.signal).toBe('postMove');
    expect(error.code).toBe('POST_SIGNAL_FAILED');
    expect(error.document).toBe(document);
    expect(error.documents).toBeUndefined();
  });

  test('reports only the errors of receivers whose errors are to be logged', async () => {
    const { bus, reports } = busOn();
    const one = new Error('one');
    const log: string[] = [];
    bus.connect(postMove, Bird, failing(one), { name: 'quiet', onError: 'log' });
    bus.connect(postMove, Bird, logs(log, 'next'));
    await expect(bus.send(postMove, Bird, note)).resolves.toBeUndefined();
    expect(reports).toEqual([
      { error: one, receiver: 'quiet', signal: postMove, phase: 'now', sender: Bird, payload: note },
    ]);
    expect(reports.every(Object.isFrozen)).toBe(true);
    expect(log).toEqual(['next']);
  });

  test('throws the other errors besides', async () => {
    const { bus, reports } = busOn();
    bus.connect(postMove, Bird, failing(new Error('one')), { name: 'quiet', onError: 'log' });
    bus.connect(postMove, Bird, failing(new Error('two')), { name: 'loud' });
    const error = await errorOf(bus.send(postMove, Bird, note));
    expect(error.failures.map(({ receiver }) => receiver)).toEqual(['loud']);
    expect(reports.map(({ receiver }) => receiver)).toEqual(['quiet']);
  });

  test('does not mind a payload that is nothing', async () => {
    const { bus } = busOn();
    bus.connect(postMove, Bird, failing(new Error('one')));
    const error = await errorOf(bus.send(postMove, Bird, undefined as never));
    expect(error).toBeInstanceOf(PostSignalError);
    expect(error.document).toBeUndefined();
  });
});
