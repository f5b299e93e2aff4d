import { idOf } from '../documents/shape.js';
import type { Shape } from '../documents/shape.js';
import { needed } from './work.js';
import type { Work } from './work.js';

const documentCount = 20;

/** Loads two documents in one transaction, changes a number in each, and saves them; two others each time. */
export function transactionWork(shape: Shape, options: Partial<Work>): Work {
  return {
    name: `transaction of ${shape.size}`,
    title: 'load two, change and save both in a transaction',
    libraries: ['driver', 'mongoose', 'mikro-orm', 'nestjs-documents'],
    shape,
    storedCount: documentCount,
    isWrite: true,
    needsTransactions: true,
    ...options,
    begin(library) {
      const changeTwo = needed(library.changeTwo, 'write in transactions');
      return {
        kind: 'timed',
        async run({ first, units }) {
          for (let unit = first; unit < first + units; unit++) {
            const [one, other] = numbersOf(unit);
            await changeTwo([idOf(one), idOf(other)], -unit);
          }
        },
        // The server knows: see below.
        check: () => undefined,
      };
    },
    async verify(collection, { first, units }) {
      for (let unit = Math.max(first, first + units - documentCount / 2); unit < first + units; unit++) {
        for (const number of numbersOf(unit)) {
          const stored = await collection.findOne({ _id: idOf(number) });
          if (stored?.['count'] !== -unit) throw new Error(`Change ${unit} was not stored.`);
        }
      }
    },
  };
}

function numbersOf(unit: number): [number, number] {
  const one = (unit * 2) % documentCount;
  return [one, one + 1];
}
