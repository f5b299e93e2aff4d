import { made, methodCase, saved } from './method-case.js';
import type { MethodCase } from './method-case.js';
import { Author } from '../world.js';

const one = {
  of: 'DocumentRepository',
  sender: Author,
  commandsBeforeSignals: [],
  stored: { author: [{ _id: '<id>', name: 'bob' }] },
} as const;

/** The methods that save several documents, or changes besides a document. */
export const methodsThatSaveTogether: readonly MethodCase[] = [
  methodCase<Author[]>({
    ...one,
    method: 'saveMany',
    when: 'a document has changed and another one is new',
    arrange: async (world) => [Object.assign(await saved(world), { name: 'bob' }), await made(world)],
    call: ({ authors }, list, options) => authors.saveMany(list, options),
    signals: [
      ...['Author.preSave', 'Author.preSave', 'Author.preSavePostValidation', 'Author.preSavePostValidation'],
      ...['Author.postSave', 'Author.postSave', 'Author.postWrite'],
    ],
    created: [false, true, false, true, false, true, undefined],
    origin: 'saveMany',
    commands: ['update', 'insert'],
    stored: {
      author: [
        { _id: '<id>', name: 'bob' },
        { _id: '<id>', name: 'ada' },
      ],
    },
  }),
  methodCase<Author>({
    ...one,
    method: 'modify',
    when: 'the document is as it was loaded',
    arrange: saved,
    call: ({ authors }, author, options) => authors.modify(author, { name: 'bob' }, options),
    signals: [
      ...['Author.preSave', 'Author.preSavePostValidation', 'Author.preInit', 'Author.postInit'],
      ...['Author.postLoad', 'Author.postSave', 'Author.postWrite'],
    ],
    created: [false, false, false, false, undefined, false, undefined],
    origin: 'modify',
    commands: ['findAndModify'],
    signalsOfLoading: ['Author.preInit'],
  }),
  methodCase<Author>({
    ...one,
    method: 'bulkWrite',
    when: 'a document is inserted and another one is updated',
    arrange: saved,
    call: ({ authors }, { id }, options) =>
      authors.bulkWrite(
        [
          { insertOne: { document: { name: 'cid' } } },
          { updateOne: { filter: { id }, update: { name: 'bob' } } },
        ],
        options,
      ),
    signals: [
      ...['Author.preInit', 'Author.postInit', 'Author.preSave', 'Author.preUpdate'],
      ...['Author.preSavePostValidation', 'Author.postSave', 'Author.postUpdate', 'Author.postWrite'],
    ],
    created: [true, true, true, undefined, true, true, undefined, undefined],
    origin: 'bulkWrite',
    commands: ['insert', 'update'],
    stored: {
      author: [
        { _id: '<id>', name: 'bob' },
        { _id: '<id>', name: 'cid' },
      ],
    },
  }),
];
