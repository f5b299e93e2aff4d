import { person } from '../documents/person.js';
import { needed } from './work.js';
import type { Work } from './work.js';

const sentPerUnit = 1000;

/** Sends a signal to receivers that do next to nothing, and awaits it. */
export function sendWork(receiverCount: number, options: Partial<Work>): Work {
  const receivers = receiverCount === 1 ? 'one receiver' : `${receiverCount} receivers, for each`;
  return {
    name: `send to ${receiverCount}`,
    title: `send a signal: ${receiverCount === 0 ? 'nobody connected' : receivers}`,
    libraries: ['eventemitter2', 'nestjs-documents'],
    shape: person,
    storedCount: 0,
    isWrite: false,
    ...options,
    begin(library) {
      let received = 0;
      const send = needed(library.connect, 'send signals')(() => {
        received++;
      }, receiverCount);
      return {
        kind: 'timed',
        operationsPerUnit: sentPerUnit * Math.max(1, receiverCount),
        prepare: () => void (received = 0),
        run: ({ units }) => send(units * sentPerUnit),
        check({ units }) {
          const expected = units * sentPerUnit * receiverCount;
          if (received !== expected) throw new Error(`${received} receivers were called, not ${expected}.`);
        },
      };
    },
  };
}
