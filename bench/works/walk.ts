import { assertValues } from '../documents/shape.js';
import type { Shape } from '../documents/shape.js';
import { needed } from './work.js';
import type { Work } from './work.js';

const pageSize = 100;

/** Reads all documents of a collection in pages, each behind the last document of the one before. */
export function walkWork(shape: Shape, count: number, options: Partial<Work>): Work {
  return {
    name: `walk ${count} of ${shape.size}`,
    title: `walk through ${count.toLocaleString('en')} in pages of ${pageSize}`,
    libraries: ['driver', 'mongoose', 'nestjs-documents'],
    shape,
    storedCount: count,
    isWrite: false,
    maxWarmUpTime: 3000,
    ...options,
    begin(library) {
      const walkPages = needed(library.walkPages, 'read pages');
      const isLoaded = needed(library.isLoaded, 'find');
      let next = 0;
      let last: object | undefined;
      return {
        kind: 'timed',
        prepare: () => void (next = 0),
        async run({ units }) {
          for (let unit = 0; unit < units; unit++) {
            await walkPages(pageSize, (page) => {
              for (const document of page) if ((document as { count: number }).count === next % count) next++;
              last = page.at(-1) ?? last;
            });
          }
        },
        check({ units }) {
          if (next !== units * count || !last || !isLoaded(last))
            throw new Error(`Found ${next} documents in their order, not ${units * count}.`);
          assertValues(last, shape.makeValues(count - 1));
          last = undefined;
        },
      };
    },
  };
}
