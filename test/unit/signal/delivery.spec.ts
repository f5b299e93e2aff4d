import { describe, expect, test } from '@jest/globals';
import { deliverPost, deliverPre } from '../../../lib/signal/delivery.js';
import { Receiver } from '../../../lib/signal/receiver.js';
import { Bird, note, postMove, preMove } from '../../support/unit-signals.js';

const never = (): never => {
  throw new Error('not to be called');
};

describe('deliverPre and deliverPost', () => {
  test('pass over receivers that are not taken', async () => {
    const receiver = new Receiver(preMove, Bird, never);
    await deliverPre([receiver], note, () => false);
    await deliverPost(postMove, [receiver], note, () => false, never);
  });

  test('ask whether to take a receiver only when its turn has come', async () => {
    const log: string[] = [];
    const receivers = ['a', 'b'].map(
      (name) => new Receiver(preMove, Bird, () => log.push(`call ${name}`), { name }),
    );
    const takes = ({ name }: Receiver): boolean => log.push(`take ${name}`) > 0;
    await deliverPre(receivers, note, takes);
    await deliverPost(postMove, receivers, note, takes, never);
    const round = ['take a', 'call a', 'take b', 'call b'];
    expect(log).toEqual([...round, ...round]);
  });
});
