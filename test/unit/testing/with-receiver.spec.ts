import { describe, expect, test } from 'vitest';
import { withReceiver } from '../../../lib/testing/with-receiver.js';
import { Bird, busOn, logs, note, Penguin, Stone, preMove } from '../../support/unit/unit-signals.js';

describe('withReceiver', () => {
  test('connects a receiver while work runs, and returns what it returns', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    const result = await withReceiver(
      bus,
      { signal: preMove, sender: Bird, receiver: logs(log, 'called') },
      async () => {
        await bus.send(preMove, Penguin, note);
        await bus.send(preMove, Stone, note);
        return 5;
      },
    );
    await bus.send(preMove, Bird, note);
    expect(result).toBe(5);
    expect(log).toEqual(['called']);
  });

  test('connects for every class where none is named', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    await withReceiver(bus, { signal: preMove, receiver: logs(log, 'called') }, () =>
      bus.send(preMove, Stone, note),
    );
    expect(log).toEqual(['called']);
  });

  test('passes on how to connect', async () => {
    const { bus } = busOn();
    const options = {
      signal: preMove,
      sender: Bird,
      receiver: () => {},
      order: 5,
      name: 'probe',
      exact: true,
      once: true,
    };
    const receivers = await withReceiver(bus, options, () => bus.receiversOf(preMove, Bird));
    expect(receivers).toEqual([
      { name: 'probe', phase: 'now', order: 5, sender: Bird, exact: true, once: true },
    ]);
  });

  test('disconnects after an error', async () => {
    const { bus } = busOn();
    const error = new Error('no');
    const receiver = { signal: preMove, sender: Bird, receiver: () => {} };
    await expect(withReceiver(bus, receiver, () => Promise.reject(error))).rejects.toBe(error);
    expect(bus.hasReceivers(preMove, Bird)).toBe(false);
  });
});
