import { oneOf, postSave, preBulkInsert, preDelete, preSave } from 'nestjs-documents';
import { created, texts, veto } from './scenario.js';
import type { Scenario } from './scenario.js';
import { Author } from '../world.js';

const ada = { name: 'ada' };
const storedAda = { _id: '<id>', name: 'ada' };
const storedBob = { _id: '<id>', name: 'bob' };

/** Authors that are deleted, inserted as a list, and whose receivers throw. */
export const deletesAndLists: readonly Scenario[] = [
  {
    name: 'delete_loaded',
    fact: 'a stored document that is deleted',
    run: async ({ authors }, start) => {
      const author = await authors.save(authors.build({ name: 'ada' }));
      start();
      await authors.delete(author);
    },
    ours: {
      order: { difference: texts.noInitBeforeDelete, is: ['Author.preDelete', 'Author.postDelete'] },
      created: { difference: texts.noInitBeforeDelete, is: [] },
      seen: { difference: texts.noInitBeforeDelete, is: [storedAda, storedAda] },
      commands: { difference: texts.noReadBeforeDelete, is: [{ command: 'delete' }] },
    },
  },
  {
    name: 'arguments_of_the_call',
    fact: 'what the caller of a save and a delete passes on',
    run: async ({ authors }, start) => {
      const author = authors.build({ name: 'ada' });
      start();
      await authors.save(author, { context: { live: true } });
      await authors.delete(author, { context: { live: false } });
    },
    ours: {
      order: {
        difference: texts.noInitBeforeDelete,
        is: [
          'Author.preSave',
          'Author.preSavePostValidation',
          'Author.postSave',
          'Author.preDelete',
          'Author.postDelete',
        ],
      },
      created: created.inserted,
      seen: {
        difference: `${texts.idBeforeWrite}, and ${texts.noInitBeforeDelete}`,
        is: [ada, storedAda, storedAda, storedAda, storedAda],
      },
      changes: { difference: texts.everyField, is: [['id', 'name']] },
      commands: {
        difference: texts.noReadBeforeDelete,
        is: [{ command: 'insert', documents: 1 }, { command: 'delete' }],
      },
    },
  },
  {
    name: 'query_delete_with_receivers',
    fact: 'documents that are deleted by a filter while somebody listens',
    run: async ({ authors }, start) => {
      for (const name of ['ada', 'bob', 'cyd']) await authors.save(authors.build({ name }));
      start();
      await authors.deleteMany({ name: oneOf(['ada', 'bob']) });
    },
    ours: {
      order: {
        difference: 'each document is loaded once',
        is: [
          'Author.preInit',
          'Author.postInit',
          'Author.preInit',
          'Author.postInit',
          'Author.preDelete',
          'Author.postDelete',
          'Author.preDelete',
          'Author.postDelete',
        ],
      },
      created: {
        difference: texts.createdEverywhere,
        is: [...created.loaded.is, ...created.loaded.is],
      },
      seen: {
        difference: 'each document is loaded once',
        is: [
          { id: '<id>', name: 'ada' },
          storedAda,
          { id: '<id>', name: 'bob' },
          storedBob,
          storedAda,
          storedAda,
          storedBob,
          storedBob,
        ],
      },
      commands: {
        difference: texts.noReadBeforeDelete,
        is: [{ command: 'find' }, { command: 'delete' }, { command: 'delete' }],
      },
    },
  },
  {
    name: 'insert_two',
    fact: 'two documents that are made and inserted as a list',
    run: async ({ authors }, start) => {
      start();
      await authors.insertMany([authors.build({ name: 'ada' }), authors.build({ name: 'bob' })]);
    },
    ours: {
      created: { difference: texts.createdEverywhere, is: [...created.made.is, ...created.made.is] },
    },
  },
  {
    name: 'pre_bulk_insert_mutates',
    fact: 'a list of documents that a preBulkInsert receiver changes',
    run: async ({ authors, bus }, start) => {
      using _upper = bus.connect(preBulkInsert, Author, ({ documents }) => {
        for (const document of documents) document.name = document.name.toUpperCase();
      });
      start();
      await authors.insertMany([authors.build({ name: 'ada' }), authors.build({ name: 'bob' })]);
    },
    ours: {
      created: { difference: texts.createdEverywhere, is: [...created.made.is, ...created.made.is] },
    },
  },
  {
    name: 'pre_save_raises',
    fact: 'a save that a preSave receiver vetoes',
    throws: veto,
    run: async ({ authors, bus }, start) => {
      using _veto = bus.connect(preSave, Author, throwVeto);
      start();
      await authors.save(authors.build({ name: 'ada' }));
    },
    ours: { created: created.made },
  },
  {
    name: 'post_save_raises',
    fact: 'a save after which a postSave receiver throws',
    run: async ({ authors, bus }, start) => {
      using _veto = bus.connect(postSave, Author, throwVeto);
      start();
      await authors.save(authors.build({ name: 'ada' }));
    },
    ours: {
      order: {
        difference: texts.allPostReceivers,
        is: [
          'Author.preInit',
          'Author.postInit',
          'Author.preSave',
          'Author.preSavePostValidation',
          'Author.postSave',
        ],
      },
      created: created.madeAndInserted,
      seen: {
        difference: `${texts.idBeforeWrite}, and ${texts.allPostReceivers}`,
        is: [ada, ada, ada, storedAda, storedAda],
      },
      changes: {
        difference: `${texts.everyField}, and ${texts.allPostReceivers}`,
        is: [['id', 'name']],
      },
      error: {
        difference: 'the caller learns that the document is stored, and who failed',
        is: { type: 'PostSignalError', applied: true, failures: ['throwVeto: Error: veto'] },
      },
    },
  },
  {
    name: 'pre_delete_raises',
    fact: 'a delete that a preDelete receiver vetoes',
    throws: veto,
    run: async ({ authors, bus }, start) => {
      const author = await authors.save(authors.build({ name: 'ada' }));
      using _veto = bus.connect(preDelete, Author, throwVeto);
      start();
      await authors.delete(author);
    },
  },
];

function throwVeto(): never {
  throw veto;
}
