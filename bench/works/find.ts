import { assertValues } from '../documents/shape.js';
import type { Shape } from '../documents/shape.js';
import { needed } from './work.js';
import type { Work } from './work.js';

/** Finds all documents of a collection. */
export function findWork(shape: Shape, count: number, options: Partial<Work>): Work {
  return {
    name: `find ${count} of ${shape.size}`,
    title: `find ${count.toLocaleString('en')} into class instances`,
    libraries: ['driver', 'papr', 'typeorm', 'mongoose', 'mikro-orm', 'nestjs-documents'],
    shape,
    storedCount: count,
    isWrite: false,
    ...options,
    begin(library) {
      const findAll = needed(library.findAll, 'find');
      const isLoaded = needed(library.isLoaded, 'find');
      let documents: readonly object[] = [];
      return {
        kind: 'timed',
        async run({ units }) {
          for (let unit = 0; unit < units; unit++) documents = await findAll();
        },
        check() {
          assertFound(documents, shape, count, isLoaded);
          documents = [];
        },
      };
    },
  };
}

/** @throws if these are not exactly the documents that were stored */
export function assertFound(
  documents: readonly object[],
  shape: Shape,
  count: number,
  isLoaded: (document: object) => boolean,
): void {
  const counts = new Set(documents.map((document) => (document as { count: number }).count));
  if (counts.size !== count || documents.length !== count || !documents.every(isLoaded)) {
    throw new Error(`Found ${documents.length} documents, not the ${count} that were stored.`);
  }
  for (const document of documents.slice(0, 20)) {
    assertValues(document, shape.makeValues((document as { count: number }).count));
  }
}
