import { preSave, preSavePostValidation } from 'nestjs-documents';
import { created, texts } from './scenario.js';
import type { Scenario } from './scenario.js';
import { Animal, Author, Dog, Explicit } from '../world.js';

const ada = { name: 'ada' };
const storedAda = { _id: '<id>', name: 'ada' };

/** Authors that are made, loaded and saved. */
export const saves: readonly Scenario[] = [
  {
    name: 'construct',
    fact: 'a document that is made',
    run: async ({ authors }, start) => {
      start();
      return authors.build({ name: 'ada' });
    },
    ours: { created: created.made },
  },
  {
    name: 'save_new',
    fact: 'a document that is made and saved',
    run: async ({ authors }, start) => {
      start();
      await authors.save(authors.build({ name: 'ada' }));
    },
    ours: {
      created: created.madeAndInserted,
      seen: { difference: texts.idBeforeWrite, is: [ada, ada, ada, storedAda, storedAda] },
      changes: { difference: texts.everyField, is: [['id', 'name']] },
    },
  },
  {
    name: 'change_and_save',
    fact: 'a saved document that is changed and saved',
    run: async ({ authors }, start) => {
      const author = await authors.save(authors.build({ name: 'ada' }));
      start();
      author.name = 'bob';
      await authors.save(author);
    },
    ours: {
      created: created.updated,
      commands: {
        difference: texts.noUpsert,
        is: [{ command: 'update', update: { $set: { name: 'bob' } }, upsert: false, multi: false }],
      },
    },
  },
  {
    name: 'save_unchanged',
    fact: 'a saved document that is saved unchanged',
    run: async ({ authors }, start) => {
      const author = await authors.save(authors.build({ name: 'ada' }));
      start();
      await authors.save(author);
    },
    ours: { created: created.updated },
  },
  {
    name: 'load_one',
    fact: 'a document that is loaded',
    run: async ({ authors }, start) => {
      const author = await authors.save(authors.build({ name: 'ada' }));
      start();
      await authors.getById(author.id);
    },
    ours: { created: created.loaded },
  },
  {
    name: 'load_change_save',
    fact: 'a document that is loaded, changed and saved',
    run: async ({ authors }, start) => {
      const { id } = await authors.save(authors.build({ name: 'ada', age: 3 }));
      start();
      const author = await authors.getById(id);
      author.age = 4;
      await authors.save(author);
    },
    ours: {
      created: {
        difference: texts.createdEverywhere,
        is: [...created.loaded.is, ...created.updated.is],
      },
      commands: {
        difference: texts.noUpsert,
        is: [
          { command: 'find' },
          { command: 'update', update: { $set: { age: 4 } }, upsert: false, multi: false },
        ],
      },
    },
  },
  {
    name: 'invalid_document',
    fact: 'a document that is not valid',
    run: ({ authors }, start) => {
      start();
      return authors.save(Object.assign(new Author(), { age: 'young' }));
    },
    ours: {
      created: { difference: texts.createdEverywhere, is: ['preSave true'] },
      seen: { difference: 'fields have types and no least value: age is a string', is: [{ age: 'young' }] },
      error: {
        difference: 'the error lists every issue with its path and a code',
        is: { type: 'ValidationError', issues: ['name: required', 'age: type'] },
      },
    },
  },
  {
    name: 'explicit_id_saved_twice',
    fact: 'a document with an id of its own that is saved twice',
    run: async ({ explicits }, start) => {
      const explicit = Object.assign(new Explicit(), { id: 1, label: 'a' });
      start();
      await explicits.save(explicit);
      await explicits.save(explicit);
    },
    ours: {
      created: {
        difference: texts.createdEverywhere,
        is: [...created.inserted.is, ...created.updated.is],
      },
      changes: { difference: texts.everyField, is: [['id', 'label'], []] },
      commands: {
        difference: 'a new document with a known id is inserted, and nothing is looked for before',
        is: [{ command: 'insert', documents: 1 }],
      },
    },
  },
  {
    name: 'pre_save_mutates',
    fact: 'a document that a preSave receiver changes',
    run: async ({ authors, bus }, start) => {
      using _upper = bus.connect(preSave, Author, ({ document }) => {
        document.name = document.name.toUpperCase();
      });
      start();
      await authors.save(authors.build({ name: 'ada' }));
    },
    ours: {
      created: created.madeAndInserted,
      seen: {
        difference: texts.idBeforeWrite,
        is: [ada, ada, { name: 'ADA' }, { _id: '<id>', name: 'ADA' }, { _id: '<id>', name: 'ADA' }],
      },
      changes: { difference: texts.everyField, is: [['id', 'name']] },
    },
  },
  {
    name: 'post_validation_mutates',
    fact: 'a document that a preSavePostValidation receiver changes',
    run: async ({ authors, bus }, start) => {
      using _upper = bus.connect(preSavePostValidation, Author, ({ document }) => {
        document.name = document.name.toUpperCase();
      });
      start();
      await authors.save(authors.build({ name: 'ada' }));
    },
    ours: {
      created: created.madeAndInserted,
      seen: {
        difference: texts.idBeforeWrite,
        is: [ada, ada, ada, { _id: '<id>', name: 'ADA' }, { _id: '<id>', name: 'ADA' }],
      },
      changes: { difference: texts.everyField, is: [['id', 'name']] },
    },
  },
  {
    name: 'subclass_with_base_receiver',
    fact: 'a document of a subclass, with receivers connected for its base class',
    run: async ({ dogs }, start) => {
      const rex = Object.assign(new Dog(), { name: 'rex', breed: 'lab' });
      start(Animal);
      await dogs.save(rex);
    },
    ours: {
      order: {
        difference: 'receivers of a base class hear its subclasses',
        is: ['Dog.preSave', 'Dog.preSavePostValidation', 'Dog.postSave'],
      },
      created: { difference: 'receivers of a base class hear its subclasses', is: created.inserted.is },
      seen: {
        difference: 'receivers of a base class see documents of its subclasses',
        is: [
          { name: 'rex', breed: 'lab' },
          { _id: '<id>', name: 'rex', breed: 'lab' },
          { _id: '<id>', name: 'rex', breed: 'lab' },
        ],
      },
      changes: {
        difference: 'receivers of a base class hear its subclasses',
        is: [['id', 'name', 'breed']],
      },
    },
  },
];
