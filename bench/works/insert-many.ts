import { assertValues } from '../documents/shape.js';
import type { Shape, Values } from '../documents/shape.js';
import { needed } from './work.js';
import type { Work } from './work.js';

/** Inserts many documents at once, validated where the library validates. */
export function insertManyWork(shape: Shape, count: number, options: Partial<Work>): Work {
  return {
    name: `insert ${count} of ${shape.size}`,
    title: `insert ${count.toLocaleString('en')}, validated`,
    section: 'works',
    libraries: ['driver', 'papr', 'typeorm', 'mongoose', 'mikro-orm', 'nestjs-documents'],
    shape,
    storedCount: 0,
    isWrite: true,
    maxUnits: Math.max(1, Math.floor(5000 / count)),
    ...options,
    begin(library) {
      const insertMany = needed(library.insertMany, 'insert many');
      let lists: Values[][] = [];
      return {
        kind: 'timed',
        prepare({ first, units }) {
          lists = Array.from({ length: units }, (_, unit) =>
            Array.from({ length: count }, (_, index) => shape.makeValues((first + unit) * count + index)),
          );
        },
        async run() {
          for (const values of lists) await insertMany(values);
        },
        check() {
          lists = [];
        },
      };
    },
    async verify(collection, { first, units }) {
      for (const number of [first * count, (first + units) * count - 1]) {
        const stored = await collection.findOne({ count: number });
        if (!stored) throw new Error(`Document ${number} was not stored.`);
        assertValues(stored, shape.makeValues(number));
      }
      // For so many, dropping the collection takes a small part of the time of deleting them.
      const found = await collection.countDocuments({});
      if (found !== units * count) throw new Error(`${found} documents were stored, not ${units * count}.`);
      if (found > 10_000) await collection.drop();
      else await collection.deleteMany({});
    },
  };
}
