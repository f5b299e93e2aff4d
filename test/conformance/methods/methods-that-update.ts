import { methodCase, saved } from './method-case.js';
import type { MethodCase } from './method-case.js';
import { Author } from '../world.js';

const update = {
  of: 'DocumentRepository',
  arrange: saved,
  signals: ['Author.preUpdate', 'Author.postUpdate', 'Author.postWrite'],
  created: [undefined, undefined, undefined],
  sender: Author,
  commands: ['update'],
  commandsBeforeSignals: [],
  stored: { author: [{ _id: '<id>', name: 'bob' }] },
} as const;

/** The methods that update documents by a filter. */
export const methodsThatUpdate: readonly MethodCase[] = [
  methodCase<Author>({
    ...update,
    method: 'updateOne',
    when: 'a document matches',
    call: ({ authors }, _, options) => authors.updateOne({ name: 'ada' }, { name: 'bob' }, options),
    origin: 'updateOne',
  }),
  methodCase<Author>({
    ...update,
    method: 'updateMany',
    when: 'a document matches',
    call: ({ authors }, _, options) => authors.updateMany({ name: 'ada' }, { name: 'bob' }, options),
    origin: 'updateMany',
  }),
  methodCase<Author>({
    ...update,
    method: 'updateById',
    when: 'the document exists',
    call: ({ authors }, { id }, options) => authors.updateById(id, { name: 'bob' }, options),
    origin: 'updateById',
  }),
];
