import { methodCase, saved } from './method-case.js';
import type { MethodCase } from './method-case.js';
import { Author } from '../world.js';

const heardDelete = {
  of: 'DocumentRepository',
  arrange: saved,
  signals: [
    'Author.preInit',
    'Author.postInit',
    'Author.postLoad',
    'Author.preDelete',
    'Author.postDelete',
    'Author.postWrite',
  ],
  created: [false, false, undefined, undefined, undefined, undefined],
  sender: Author,
  commands: ['find', 'delete'],
  commandsBeforeSignals: ['find'],
  stored: {},
} as const;

/** The methods that find documents and delete them. */
export const methodsThatDelete: readonly MethodCase[] = [
  methodCase<Author>({
    ...heardDelete,
    method: 'deleteMany',
    when: 'somebody listens',
    call: ({ authors }, _, options) => authors.deleteMany({ name: 'ada' }, options),
    origin: 'deleteMany',
  }),
  methodCase<Author>({
    ...heardDelete,
    method: 'deleteOne',
    when: 'somebody listens',
    call: ({ authors }, _, options) => authors.deleteOne({ name: 'ada' }, options),
    origin: 'deleteOne',
  }),
  methodCase<Author>({
    ...heardDelete,
    method: 'deleteById',
    when: 'somebody listens',
    call: ({ authors }, { id }, options) => authors.deleteById(id, options),
    origin: 'deleteById',
  }),
];
