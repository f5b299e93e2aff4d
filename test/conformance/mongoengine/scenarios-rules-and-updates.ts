import { capabilities } from '../../support/server.js';
import type { Scenario } from './scenario.js';
import { created, texts } from './scenario.js';
import { libraryClasses, storedLibrary } from './library.js';

const storedAda = { _id: '<id>', name: 'ada' };
const bookOne = { _id: '<id>', title: 'one', author: '<id>' };
const bookTwo = { _id: '<id>', title: 'two', author: '<id>' };

/** Authors that others refer to, and that are updated by a filter. */
export const rulesAndUpdates: readonly Scenario[] = [
  {
    name: 'query_update',
    fact: 'documents that are updated by a filter',
    run: async ({ authors }, start) => {
      await authors.create({ name: 'ada', age: 3 });
      start();
      await authors.updateMany({ name: 'ada' }, { age: 5 });
    },
    ours: {
      order: { difference: texts.updatesSend, is: ['Author.preUpdate', 'Author.postUpdate'] },
      seen: { difference: texts.updatesSend, is: [undefined, undefined] },
    },
  },
  {
    name: 'delete_rules',
    fact: 'a document that others refer to is deleted',
    documentClasses: libraryClasses,
    run: async (world, start) => {
      const ada = await storedLibrary(world);
      start();
      await world.authors.delete(ada);
    },
    ours: {
      order: {
        difference: `${texts.noInitBeforeDelete}, all receivers that may refuse are called before the first write, and ${texts.updatesSend}`,
        is: [
          'Author.preDelete',
          'Book.preInit',
          'Book.postInit',
          'Book.preInit',
          'Book.postInit',
          'Book.preDelete',
          'Book.preDelete',
          'Review.preUpdate',
          'Shelf.preUpdate',
          'Book.postDelete',
          'Book.postDelete',
          'Review.postUpdate',
          'Shelf.postUpdate',
          'Author.postDelete',
        ],
      },
      created: {
        difference: `${texts.createdEverywhere}, and ${texts.noInitBeforeDelete}`,
        is: [...created.loaded.is, ...created.loaded.is],
      },
      seen: {
        difference: `a reference is an id, ${texts.noInitBeforeDelete}, and ${texts.updatesSend}`,
        is: [
          storedAda,
          { id: '<id>', title: 'one', author: '<id>' },
          bookOne,
          { id: '<id>', title: 'two', author: '<id>' },
          bookTwo,
          bookOne,
          bookTwo,
          undefined,
          undefined,
          bookOne,
          bookTwo,
          undefined,
          undefined,
          storedAda,
        ],
      },
      commands: {
        difference: 'every reference is looked for before anything is written, and all is one transaction',
        is: [
          { command: 'find' },
          { command: 'find' },
          { command: 'find' },
          { command: 'find' },
          { command: 'delete' },
          { command: 'delete' },
          { command: 'update', update: { $unset: { author: true } }, upsert: false, multi: true },
          { command: 'update', update: { $pullAll: { authors: ['<id>'] } }, upsert: false, multi: true },
          { command: 'delete' },
          ...(capabilities.transactions ? [{ command: 'commitTransaction' }] : []),
        ],
      },
    },
  },
];
