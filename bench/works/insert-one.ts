import type { Shape, Values } from '../documents/shape.js';
import { needed } from './work.js';
import type { Work } from './work.js';

/** Inserts documents one after another, with two receivers connected. */
export function insertOneWork(shape: Shape, options: Partial<Work>): Work {
  return {
    name: `insert-one of ${shape.size}`,
    title: 'insert one, two listeners connected',
    libraries: ['driver', 'papr', 'typeorm', 'mongoose', 'mikro-orm', 'nestjs-documents'],
    shape,
    storedCount: 0,
    isWrite: true,
    isHeard: true,
    ...options,
    begin(library) {
      const insertOne = needed(library.insertOne, 'insert');
      const heard = needed(library.heard, 'call receivers');
      let values: Values[] = [];
      let before = { ...heard };
      return {
        kind: 'timed',
        prepare({ first, units }) {
          values = Array.from({ length: units }, (_, index) => shape.makeValues(first + index));
          before = { ...heard };
        },
        async run() {
          for (const each of values) await insertOne(each);
        },
        check({ units }) {
          if (heard.before - before.before !== units || heard.after - before.after !== units) {
            throw new Error('The receivers were not called for each document.');
          }
        },
      };
    },
    async verify(collection, { first, units }) {
      const last = first + units - 1;
      const stored = await collection.findOne({ count: last });
      if (stored?.['email'] !== (shape.makeValues(last)['email'] as string).toLowerCase()) {
        throw new Error('What the first receiver changed was not stored.');
      }
      const { deletedCount } = await collection.deleteMany({});
      if (deletedCount !== units) throw new Error(`${deletedCount} documents were stored, not ${units}.`);
    },
  };
}
