import { gone, methodCase, saved } from './method-case.js';
import type { MethodCase } from './method-case.js';
import { Author } from './world.js';

const storedAda = { author: [{ _id: '<id>', name: 'ada' }] };
const silent = { signals: [], created: [], sender: Author, origin: undefined } as const;
const load = {
  signals: ['Author.preInit', 'Author.postInit'],
  sender: Author,
  created: [false, false],
  commands: ['find'],
  commandsBeforeSignals: ['find'],
  stored: storedAda,
} as const;

/** The methods that load documents, or only ask about them. */
export const methodsThatRead: readonly MethodCase[] = [
  methodCase<Author>({
    of: 'DocumentRepository',
    method: 'getById',
    when: 'the document is there',
    arrange: saved,
    call: ({ authors }, { id }, options) => authors.getById(id, options),
    ...load,
    origin: 'getById',
  }),
  methodCase<Author>({
    of: 'DocumentRepository',
    method: 'findById',
    when: 'the document is there',
    arrange: saved,
    call: ({ authors }, { id }, options) => authors.findById(id, options),
    ...load,
    origin: 'findById',
  }),
  methodCase<Author>({
    of: 'DocumentRepository',
    method: 'findById',
    when: 'the document is gone',
    arrange: gone,
    call: ({ authors }, { id }, options) => authors.findById(id, options),
    ...silent,
    commands: ['find'],
    commandsBeforeSignals: ['find'],
    stored: {},
  }),
  methodCase<Author>({
    of: 'DocumentRepository',
    method: 'findOne',
    when: 'a document matches',
    arrange: saved,
    call: ({ authors }, _, options) => authors.findOne({ name: 'ada' }, options),
    ...load,
    origin: 'findOne',
  }),
  methodCase<Author>({
    of: 'DocumentRepository',
    method: 'find',
    when: 'nothing is read',
    arrange: saved,
    call: ({ authors }, _, options) => authors.find({}, options),
    ...silent,
    commands: [],
    commandsBeforeSignals: [],
    stored: storedAda,
  }),
  methodCase<Author>({
    of: 'DocumentRepository',
    method: 'exists',
    when: 'a document matches',
    arrange: saved,
    call: ({ authors }, _, options) => authors.exists({ name: 'ada' }, options),
    ...silent,
    commands: ['aggregate'],
    commandsBeforeSignals: ['aggregate'],
    stored: storedAda,
  }),
  methodCase<Author>({
    of: 'DocumentRepository',
    method: 'count',
    when: 'a document matches',
    arrange: saved,
    call: ({ authors }, _, options) => authors.count({ name: 'ada' }, options),
    ...silent,
    commands: ['aggregate'],
    commandsBeforeSignals: ['aggregate'],
    stored: storedAda,
  }),
  methodCase<Author>({
    of: 'DocumentRepository',
    method: 'reload',
    when: 'the document is there',
    arrange: saved,
    call: ({ authors }, author, options) => authors.reload(author, options),
    ...load,
    origin: 'reload',
  }),
  methodCase<Author>({
    of: 'DocumentRepository',
    method: 'assign',
    when: 'the document is stored',
    arrange: saved,
    call: async ({ authors }, author) => authors.assign(author, { name: 'bob' }),
    ...silent,
    commands: [],
    commandsBeforeSignals: [],
    stored: storedAda,
  }),
  methodCase<Author>({
    of: 'DocumentRepository',
    method: 'changes',
    when: 'the document is stored and has changed',
    arrange: async (world) => Object.assign(await saved(world), { name: 'bob' }),
    call: async ({ authors }, author) => authors.changes(author),
    ...silent,
    commands: [],
    commandsBeforeSignals: [],
    stored: storedAda,
  }),
  ...(['sort', 'skip', 'limit', 'withDeleted', 'select', 'include', 'readOnly', 'onUnreadable'] as const).map(
    (method) =>
      methodCase<Author>({
        of: 'QuerySet',
        method,
        when: 'nothing is read',
        arrange: saved,
        call: ({ authors }, _, options) => {
          const all = authors.find({}, options);
          return {
            sort: () => all.sort({ name: 'asc' }),
            skip: () => all.skip(1),
            limit: () => all.limit(1),
            withDeleted: () => all.withDeleted(),
            select: () => all.select('name'),
            include: () => all.include('name'),
            readOnly: () => all.readOnly(),
            onUnreadable: () => all.onUnreadable('skip'),
          }[method]();
        },
        ...silent,
        commands: [],
        commandsBeforeSignals: [],
        stored: storedAda,
      }),
  ),
  methodCase<Author>({
    of: 'QuerySet',
    method: 'toArray',
    when: 'a document matches',
    arrange: saved,
    call: ({ authors }, _, options) => authors.find({}, options).toArray(),
    ...load,
    origin: 'find',
  }),
  methodCase<Author>({
    of: 'QuerySet',
    method: 'first',
    when: 'a document matches',
    arrange: saved,
    call: ({ authors }, _, options) => authors.find({}, options).first(),
    ...load,
    origin: 'find',
  }),
  methodCase<Author>({
    of: 'QuerySet',
    method: 'count',
    when: 'a document matches',
    arrange: saved,
    call: ({ authors }, _, options) => authors.find({}, options).count(),
    ...silent,
    commands: ['aggregate'],
    commandsBeforeSignals: ['aggregate'],
    stored: storedAda,
  }),
  methodCase<Author>({
    of: 'QuerySet',
    method: '[Symbol.asyncIterator]',
    when: 'a document matches',
    arrange: saved,
    call: async ({ authors }, _, options) => {
      const read: Author[] = [];
      for await (const author of authors.find({}, options)) read.push(author);
      return read;
    },
    ...load,
    origin: 'find',
  }),
];
