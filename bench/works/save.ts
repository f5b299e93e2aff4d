import { idOf } from '../documents/shape.js';
import type { Shape } from '../documents/shape.js';
import { needed } from './work.js';
import type { Work } from './work.js';

const documentCount = 20;

/** Loads a document by its id, changes a number in it, and saves it; another document each time. */
export function saveWork(shape: Shape, options: Partial<Work>): Work {
  return {
    name: `save of ${shape.size}`,
    title: 'load one, change a field, save',
    libraries: ['driver', 'papr', 'typeorm', 'mongoose', 'mikro-orm', 'nestjs-documents'],
    shape,
    storedCount: documentCount,
    isWrite: true,
    ...options,
    begin(library) {
      const changeCount = needed(library.changeCount, 'save');
      return {
        kind: 'timed',
        async run({ first, units }) {
          for (let unit = first; unit < first + units; unit++)
            await changeCount(idOf(unit % documentCount), -unit);
        },
        // The server knows: see below.
        check: () => undefined,
      };
    },
    async verify(collection, { first, units }) {
      for (let unit = Math.max(first, first + units - documentCount); unit < first + units; unit++) {
        const number = unit % documentCount;
        const stored = await collection.findOne({ _id: idOf(number) });
        if (stored?.['count'] !== -unit) throw new Error(`Change ${unit} was not stored.`);
      }
    },
  };
}
