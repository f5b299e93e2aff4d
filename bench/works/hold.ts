import type { Shape } from '../documents/shape.js';
import { assertFound } from './find.js';
import { needed } from './work.js';
import type { Work } from './work.js';

/** Loads all documents of a collection and keeps them. */
export function holdWork(shape: Shape, count: number, options: Partial<Work>): Work {
  return {
    name: `hold ${count} of ${shape.size}`,
    title: `hold ${count.toLocaleString('en')} loaded documents`,
    libraries: ['driver', 'papr', 'typeorm', 'mongoose', 'mikro-orm', 'nestjs-documents'],
    shape,
    storedCount: count,
    isWrite: false,
    maxRounds: 5,
    ...options,
    begin(library) {
      const isLoaded = needed(library.isLoaded, 'find');
      return {
        kind: 'held',
        load: needed(library.findAll, 'find'),
        check: (documents) => {
          assertFound(documents, shape, count, isLoaded);
        },
      };
    },
  };
}
