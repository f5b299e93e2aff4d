import type { Collection } from 'mongodb';
import { assertValues } from '../documents/shape.js';
import type { Shape, Values } from '../documents/shape.js';
import { needed } from './work.js';
import type { Work } from './work.js';

/** Inserts many documents at once, validated where the library validates. */
export function insertManyWork(shape: Shape, count: number, options: Partial<Work>): Work {
  return {
    name: `insert ${count} of ${shape.size}`,
    title: `insert ${count.toLocaleString('en')}, validated`,
    libraries: ['driver', 'papr', 'typeorm', 'mongoose', 'mikro-orm', 'nestjs-documents'],
    shape,
    storedCount: 0,
    isWrite: true,
    // The server takes most of the time, and then again to delete them.
    maxUnits: Math.max(1, Math.floor(20_000 / count)),
    maxWarmUpTime: 1000,
    maxRounds: 15,
    ...options,
    begin(library) {
      const insertMany = needed(library.insertMany, 'insert many');
      let lists: Values[][] = [];
      return {
        kind: 'timed',
        unitsPrepared: Math.max(1, Math.floor(1000 / count)),
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
      const found = await empty(collection, units * count);
      if (found !== units * count) throw new Error(`${found} documents were stored, not ${units * count}.`);
    },
  };
}

/** Tells how many documents there were. Many are dropped with their collection, which takes a small part of the time. */
async function empty(collection: Collection, expected: number): Promise<number> {
  if (expected <= 10_000) return (await collection.deleteMany({})).deletedCount;
  const found = await collection.countDocuments({});
  await collection.drop();
  return found;
}
