import { methodCase, saved } from './method-case.js';
import type { MethodCase } from './method-case.js';
import { Author } from '../world.js';

const found = {
  of: 'DocumentRepository',
  arrange: saved,
  sender: Author,
  commands: ['findAndModify'],
  commandsBeforeSignals: [],
} as const;

const returned = {
  ...found,
  signals: [
    ...['Author.preUpdate', 'Author.preInit', 'Author.postInit', 'Author.postLoad', 'Author.postUpdate'],
    'Author.postWrite',
  ],
  signalsOfLoading: ['Author.preInit'],
  created: [undefined, false, false, undefined, undefined, undefined],
  stored: { author: [{ _id: '<id>', name: 'bob' }] },
};

const upserted = {
  ...found,
  method: 'upsertOne',
  origin: 'upsertOne',
  signals: ['Author.preUpdate', 'Author.postUpdate', 'Author.postWrite'],
  created: [undefined, undefined, undefined],
} as const;

/** The methods that find a document and write it by one command, and the one that replaces a loaded document. */
export const methodsThatFindAndWrite: readonly MethodCase[] = [
  methodCase<Author>({
    ...returned,
    method: 'findOneAndUpdate',
    when: 'a document matches',
    call: ({ authors }, _, options) => authors.findOneAndUpdate({ name: 'ada' }, { name: 'bob' }, options),
    origin: 'findOneAndUpdate',
  }),
  methodCase<Author>({
    ...returned,
    method: 'findOneAndReplace',
    when: 'a document matches',
    call: ({ authors }, _, options) => authors.findOneAndReplace({ name: 'ada' }, { name: 'bob' }, options),
    origin: 'findOneAndReplace',
  }),
  methodCase<Author>({
    ...found,
    method: 'findOneAndDelete',
    when: 'somebody listens',
    call: ({ authors }, _, options) => authors.findOneAndDelete({ name: 'ada' }, options),
    signals: [
      ...['Author.preInit', 'Author.postInit', 'Author.postLoad', 'Author.preDelete', 'Author.postDelete'],
      'Author.postWrite',
    ],
    created: [false, false, undefined, undefined, undefined, undefined],
    origin: 'findOneAndDelete',
    commands: ['find', 'delete'],
    commandsBeforeSignals: ['find'],
    stored: {},
  }),
  methodCase<Author>({
    ...upserted,
    when: 'a document matches',
    call: ({ authors }, _, options) => authors.upsertOne({ name: 'ada' }, { age: 3 }, options),
    stored: { author: [{ _id: '<id>', name: 'ada', age: 3 }] },
  }),
  methodCase<Author>({
    ...upserted,
    when: 'no document matches',
    call: ({ authors }, _, options) => authors.upsertOne({ name: 'bob' }, { age: 3 }, options),
    stored: {
      author: [
        { _id: '<id>', name: 'ada' },
        { _id: '<id>', age: 3, name: 'bob' },
      ],
    },
  }),
  methodCase<Author>({
    ...found,
    method: 'replace',
    when: 'the document is as it was loaded',
    call: ({ authors }, author, options) => authors.replace(author, options),
    signals: ['Author.preSave', 'Author.preSavePostValidation', 'Author.postSave', 'Author.postWrite'],
    created: [false, false, false, undefined],
    origin: 'replace',
    commands: ['update'],
    stored: { author: [{ _id: '<id>', name: 'ada' }] },
  }),
];
