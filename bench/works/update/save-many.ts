import type { Shape } from '../../documents/shape.js';
import { needed } from '../work.js';
import type { Work } from '../work.js';

/** Saves many loaded documents at once, a number changed in each. They are loaded before the clock starts. */
export function saveManyWork(shape: Shape, count: number, options: Partial<Work>): Work {
  return {
    name: `save-many ${count} of ${shape.size}`,
    title: `save ${count.toLocaleString('en')}, a field changed in each`,
    libraries: ['driver', 'papr', 'typeorm', 'mongoose', 'nestjs-documents'],
    shape,
    storedCount: count,
    isWrite: true,
    // The server takes nearly all of the time.
    maxUnits: Math.max(1, Math.floor(2000 / count)),
    maxWarmUpTime: 300,
    maxRounds: 15,
    ...options,
    begin(library) {
      const findAll = needed(library.findAll, 'find');
      const saveMany = needed(library.saveMany, 'save many');
      let lists: (readonly object[])[] = [];
      return {
        kind: 'timed',
        unitsPrepared: 1,
        async prepare({ first, units }) {
          for (let unit = first; unit < first + units; unit++) {
            const documents = await findAll();
            for (const [index, document] of documents.entries())
              (document as { count: number }).count = -(unit * count + index);
            lists.push(documents);
          }
        },
        async run() {
          for (const documents of lists) await saveMany(documents);
        },
        // The server knows: see below.
        check() {
          lists = [];
        },
      };
    },
    async verify(collection, { first, units }) {
      const last = (first + units - 1) * count;
      const stored = await collection.distinct('count', { count: { $lte: -last, $gt: -(last + count) } });
      if (stored.length !== count) throw new Error(`${stored.length} changes were stored, not ${count}.`);
    },
  };
}
