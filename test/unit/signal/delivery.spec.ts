import { describe, expect, test } from '@jest/globals';
import { deliverAfter, deliverPost, deliverPre } from '../../../lib/signal/delivery.js';
import type { Delivery, ReceiverCaller } from '../../../lib/signal/delivery.js';
import { Receiver } from '../../../lib/signal/receiver.js';
import { Bird, note, preMove } from '../../support/unit-signals.js';

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
      caller: undefined,
      called: undefined,
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

  describe('call by what sends', () => {
    /** How each of so many calls is made. */
    const callsOf = async (count: number, call: (index: number) => unknown): Promise<string[]> => {
      let index = 0;
      const receiver = new Receiver(preMove, Bird, () => call(index++));
      const how: string[] = [];
      const caller: ReceiverCaller = {
        follow: (receive) => (how.push('follow'), receive()),
        callAtOnce: (receive) => (how.push('at once'), receive()),
      };
      for (let left = count; left > 0; left--) await deliverPre([receiver], { ...delivery(never), caller });
      expect(index).toBe(count);
      return how;
    };
    const times = (count: number, how: string): string[] => Array.from({ length: count }, () => how);

    test('a receiver at once that has returned without a promise twenty times', async () => {
      expect(await callsOf(23, () => {})).toEqual([...times(20, 'follow'), ...times(3, 'at once')]);
    });

    test('a receiver that returns promises so that it is followed', async () => {
      expect(await callsOf(23, async () => {})).toEqual(times(23, 'follow'));
    });

    test('a receiver so that it is followed from when it has returned a promise, whatever it returns then', async () => {
      const call = (index: number) => (index === 21 ? Promise.resolve() : undefined);
      expect(await callsOf(50, call)).toEqual([
        ...times(20, 'follow'),
        ...times(2, 'at once'),
        ...times(28, 'follow'),
      ]);
    });
  });
});
