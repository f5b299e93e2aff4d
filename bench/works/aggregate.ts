import { person } from '../documents/person.js';
import { assertValues } from '../documents/shape.js';
import { needed } from './work.js';
import type { Work } from './work.js';

/** Aggregates documents to as many rows: each group has one, so that the server has little to do. */
export function aggregateWork(count: number, options: Partial<Work>): Work {
  return {
    name: `aggregate to ${count}`,
    title: `aggregate to ${count.toLocaleString('en')} rows`,
    libraries: ['driver', 'mongoose', 'nestjs-documents'],
    shape: person,
    storedCount: count,
    isWrite: false,
    maxWarmUpTime: 3000,
    ...options,
    begin(library) {
      const groupByName = needed(library.groupByName, 'aggregate');
      let rows: readonly object[] = [];
      return {
        kind: 'timed',
        async run({ units }) {
          for (let unit = 0; unit < units; unit++) rows = await groupByName();
        },
        check() {
          const byName = new Map(rows.map((row) => [(row as { name?: unknown }).name, row]));
          if (rows.length !== count) throw new Error(`Found ${rows.length} rows, not ${count}.`);
          for (let number = 0; number < count; number++) {
            const { name, age, height, bornAt } = person.makeValues(number);
            assertValues(byName.get(name), { name, documents: 1, age, height, bornAt }, 'the row');
          }
          rows = [];
        },
      };
    },
  };
}
