import { describe, expect, test } from 'vitest';
import { deliverAfter, deliverPost, deliverPre } from '../../../lib/signal/delivery.js';
import type { Delivery, RunTracked } from '../../../lib/signal/delivery.js';
import { Receiver } from '../../../lib/signal/receiver/receiver.js';
import { Bird, note, preMove } from '../../support/unit/unit-signals.js';

const never = (): never => {
  throw new Error('not to be called');
};

function delivery(disconnect: (receiver: Receiver) => boolean): Delivery {
  return {
    ...{
      signal: preMove,
      sender: Bird,
      payload: note,
      timeout: undefined,
      runTracked: undefined,
      called: undefined,
      joined: undefined,
    },
    ...{ disconnect, reportError: never },
  };
}

describe('deliverPre, deliverPost and deliverAfter', () => {
  test('pass over receivers of one call that others have disconnected', async () => {
    const receiver = new Receiver(preMove, Bird, never, { once: true });
    for (const deliver of [deliverPre, deliverPost, deliverAfter])
      await deliver(
        [receiver],
        delivery(() => false),
      );
  });

  test('disconnect a receiver of one call only when its turn has come', async () => {
    const log: string[] = [];
    const receivers = ['a', 'b'].map(
      (name) => new Receiver(preMove, Bird, () => log.push(`call ${name}`), { name, once: true }),
    );
    const disconnect = ({ name }: Receiver): boolean => log.push(`disconnect ${name}`) > 0;
    for (const deliver of [deliverPre, deliverPost, deliverAfter])
      await deliver(receivers, delivery(disconnect));
    const round = ['disconnect a', 'call a', 'disconnect b', 'call b'];
    expect(log).toEqual([...round, ...round, ...round]);
  });

  test('call each receiver, however often, by what tracks it', async () => {
    let [calls, tracked] = [0, 0];
    const receiver = new Receiver(preMove, Bird, () => (calls++ % 2 === 0 ? undefined : Promise.resolve()));
    const runTracked: RunTracked = (call) => {
      tracked++;
      return call();
    };
    for (let left = 30; left > 0; left--) await deliverPre([receiver], { ...delivery(never), runTracked });
    expect([calls, tracked]).toEqual([30, 30]);
  });
});
