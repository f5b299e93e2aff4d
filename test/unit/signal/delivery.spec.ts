import { describe, expect, test } from '@jest/globals';
import { deliverPost, deliverPre } from '../../../lib/signal/delivery.js';
import { Receiver } from '../../../lib/signal/receiver.js';
import { Bird, note, postMove, preMove } from '../../support/unit-signals.js';

const never = (): never => {
  throw new Error('not to be called');
};

describe('deliverPre and deliverPost', () => {
  test('pass over receivers of one call that others have disconnected', async () => {
    const receiver = new Receiver(preMove, Bird, never, { once: true });
    await deliverPre([receiver], note, () => false);
    await deliverPost(postMove, [receiver], note, () => false, never);
  });

  test('disconnect a receiver of one call only when its turn has come', async () => {
    const log: string[] = [];
    const receivers = ['a', 'b'].map(
      (name) => new Receiver(preMove, Bird, () => log.push(`call ${name}`), { name, once: true }),
    );
    const disconnect = ({ name }: Receiver): boolean => log.push(`disconnect ${name}`) > 0;
    await deliverPre(receivers, note, disconnect);
    await deliverPost(postMove, receivers, note, disconnect, never);
    const round = ['disconnect a', 'call a', 'disconnect b', 'call b'];
    expect(log).toEqual([...round, ...round]);
  });
});
