import { ObjectId } from 'mongodb';
import {
  addToSet,
  bit,
  inc,
  max,
  mul,
  not,
  oneOf,
  pull,
  pullAll,
  push,
  pushAll,
  rename,
  setOnInsert,
  updateElements,
} from 'nestjs-documents';
import { fields, Kept, Keyed, Target } from './target.js';
import type { InjectionWorld } from './injection-world.js';

/** A place in a call of a public method where a payload is put. */
export interface Position {
  readonly name: string;
  /** Prepares the call; its commands are not examined. */
  readonly prepare?: (world: InjectionWorld) => unknown;
  readonly call: (world: InjectionWorld, payload: any, prepared: any) => unknown;
  /** Which payloads are tried there. Without it all but those that are paths. */
  readonly takes?: (payload: unknown, isPath: boolean) => boolean;
  /** Whether a payload may match the canary there without any trick. */
  readonly mayMatch?: (payload: unknown) => boolean;
}

const nobody = Object.freeze({ name: 'nobody' });

/** An own property, whatever its name. */
const objectWith = (key: string, value: unknown): Record<string, never> =>
  Object.defineProperty({}, key, { value, enumerable: true, configurable: true, writable: true });

const anything = (): boolean => true;
const texts = (payload: unknown): boolean => typeof payload === 'string';

/** An object without keys, which is a filter for everything. */
const isEmpty = (payload: unknown): boolean =>
  typeof payload === 'object' && payload !== null && Object.keys(payload).length === 0;

type FilterCall = (world: InjectionWorld, filter: any, options?: any) => unknown;

const atPath = (call: FilterCall, path: string): Position => ({
  name: `as the value of ${path}`,
  call: (world, payload) => call(world, { [path]: payload }),
});

/** The positions of a method that takes a filter first, and options second. */
function filterPositions(call: FilterCall): Position[] {
  return [
    { name: 'as the filter', call, takes: anything, mayMatch: isEmpty },
    ...fields.filter((path) => path !== 'list' && path !== 'things').map((path) => atPath(call, path)),
    ...['tags.0', 'address.street', 'others.street', 'scores.go'].map((path) => atPath(call, path)),
    {
      name: 'among oneOf',
      call: (world, payload) => call(world, { name: oneOf(['x', payload]) }),
    },
    {
      name: 'in not',
      call: (world, payload) => call(world, { name: 'nobody', address: not(payload) }),
    },
    { name: 'in an array', call: (world, payload) => call(world, { tags: [payload] }) },
    {
      name: 'as a field of an embedded document',
      call: (world, payload) => call(world, { address: { street: payload } }),
    },
    ...['', 'notes.', 'scores.', 'others.'].map((prefix) => ({
      name: `as a path below "${prefix}"`,
      call: (world: InjectionWorld, payload: unknown) =>
        call(world, objectWith(`${prefix}${String(payload)}`, 'x')),
      takes: texts,
    })),
    {
      name: 'as a key of an object',
      call: (world, payload) => call(world, { notes: objectWith(payload, 'x') }),
      takes: texts,
    },
    ...optionPositions((world, options) => call(world, nobody, options)),
  ];
}

/** The positions of an update: of nobody, so that nothing is stored. */
const updateOnlyPositions = (call: (world: InjectionWorld, update: any) => unknown): Position[] => [
  { name: 'as the update', call, takes: anything },
  ...fields.map((path): Position => ({
    name: `as the value of ${path} in the update`,
    call: (world, payload) => call(world, { [path]: payload }),
  })),
  ...['', 'notes.', 'scores.', 'others.0.'].map((prefix): Position => ({
    name: `as a path below "${prefix}" of the update`,
    call: (world, payload) => call(world, objectWith(`${prefix}${String(payload)}`, 'x')),
    takes: texts,
  })),
  { name: 'in push', call: (world, payload) => call(world, { tags: push(payload) }) },
  { name: 'in push, untyped', call: (world, payload) => call(world, { list: push(payload) }) },
  { name: 'as the list of pushAll', call: (world, payload) => call(world, { list: pushAll(payload) }) },
  {
    name: 'as the options of pushAll',
    call: (world, payload) => call(world, { tags: pushAll(['x'], payload) }),
    takes: anything,
  },
  {
    name: 'as the order of pushAll',
    call: (world, payload) => call(world, { others: pushAll([], { sort: payload }) }),
    takes: anything,
  },
  { name: 'in addToSet', call: (world, payload) => call(world, { list: addToSet(payload) }) },
  { name: 'in pull', call: (world, payload) => call(world, { tags: pull(payload) }), takes: anything },
  {
    name: 'in pull of embedded documents',
    call: (world, payload) => call(world, { others: pull<unknown>(payload) }),
    takes: anything,
  },
  { name: 'as the list of pullAll', call: (world, payload) => call(world, { list: pullAll(payload) }) },
  { name: 'in inc', call: (world, payload) => call(world, { age: inc(payload) }), takes: anything },
  {
    name: 'in mul of an entry',
    call: (world, payload) => call(world, { 'scores.go': mul(payload) }),
    takes: anything,
  },
  { name: 'in bit', call: (world, payload) => call(world, { age: bit(payload) }), takes: anything },
  { name: 'in max', call: (world, payload) => call(world, { age: max(payload) }), takes: anything },
  { name: 'in setOnInsert', call: (world, payload) => call(world, { notes: setOnInsert(payload) }) },
  { name: 'in rename', call: (world, payload) => call(world, { name: rename(payload) }), takes: anything },
  {
    name: 'as the condition of updateElements',
    call: (world, payload) => call(world, { others: updateElements<any>(payload, { street: 'x' }) }),
    takes: anything,
  },
  {
    name: 'as the changes of updateElements',
    call: (world, payload) => call(world, { others: updateElements<any>({ street: 'x' }, payload) }),
    takes: anything,
  },
];

/** The positions of a method that takes a filter, an update and options. */
const updatePositions = (
  call: (world: InjectionWorld, filter: any, update: any, options?: any) => unknown,
): Position[] => [
  ...filterPositions((world, filter, options) => call(world, filter, { age: 1 }, options)),
  ...updateOnlyPositions((world, update) => call(world, nobody, update)),
];

/** Positions where almost every payload is data and costs a command: testing one method is enough. */
const untypedPositions = (call: FilterCall): Position[] => [
  ...['list', 'things', 'notes.a', 'list.0', 'address.extra', 'things.go'].map((path) => atPath(call, path)),
  { name: 'as the list of oneOf', call: (world, payload) => call(world, { notes: oneOf(payload) }) },
  { name: 'among oneOf', call: (world, payload) => call(world, { notes: oneOf(['x', payload]) }) },
  {
    name: 'in not',
    call: (world, payload) => call(world, { name: 'nobody', notes: not(payload) }),
  },
  { name: 'in an object', call: (world, payload) => call(world, { notes: { a: payload } }) },
];

/** Keys that no option has are ignored: one method is enough to see that. */
const unlessKeys = (payload: unknown): boolean =>
  typeof payload !== 'object' ||
  payload === null ||
  Object.keys(payload).length === 0 ||
  Array.isArray(payload);

function optionPositions(
  call: (world: InjectionWorld, options: any) => unknown,
  takes: Position['takes'] = unlessKeys,
): Position[] {
  return [
    { name: 'as the options', call, takes },
    { name: 'as the context', call: (world, payload) => call(world, { context: payload }), takes },
    { name: 'as the session', call: (world, payload) => call(world, { session: payload }) },
  ];
}

const idPositions = (call: (world: InjectionWorld, id: any, options?: any) => unknown): Position[] => [
  { name: 'as the id', call, takes: anything },
  ...optionPositions((world, options) => call(world, new ObjectId(), options)),
];

const lease = Object.freeze({ for: '1m', by: 'the test' }) as { for: '1m'; by: string };

/** Adds a lease to options, unless they are something else. */
const withLease = (options: unknown): any => {
  if (options === undefined) return lease;
  return Object.getPrototypeOf(Object(options)) === Object.prototype
    ? { ...lease, ...(options as object) }
    : options;
};

const leasePositions = (call: (world: InjectionWorld, options: any) => unknown): Position[] =>
  (['for', 'by'] as const).map((name) => ({
    name: `as "${name}"`,
    call: (world: InjectionWorld, payload: unknown) => call(world, { ...lease, [name]: payload }),
    takes: anything,
  }));

/** The options of a method that returns the document which it writes. */
const returnPositions = (call: (world: InjectionWorld, options: any) => unknown): Position[] => [
  {
    name: 'as the sort',
    call: (world, payload) => call(world, { sort: payload }),
    takes: anything,
  },
  {
    name: 'as the direction of a sort',
    call: (world, payload) => call(world, { sort: { name: payload } }),
    takes: anything,
  },
  {
    name: 'as the selection',
    call: (world, payload) => call(world, { select: payload }),
    takes: anything,
  },
  {
    name: 'as a selected path',
    call: (world, payload) => call(world, { select: [payload] }),
    takes: anything,
  },
  { name: 'as "returns"', call: (world, payload) => call(world, { returns: payload }), takes: anything },
];

const newTarget = (name: string, value: unknown): Target => Object.assign(new Target(), { [name]: value });

/** A new document with a payload in each of its fields. */
const fieldPositions = (call: (world: InjectionWorld, document: any) => unknown): Position[] => [
  ...fields.map((name) => ({
    name: `as the value of ${name}`,
    call: (world: InjectionWorld, payload: unknown) => call(world, newTarget(name, payload)),
  })),
  {
    name: 'as an entry of a map',
    call: (world, payload) => call(world, newTarget('things', new Map([['go', payload]]))),
  },
  {
    name: 'as a key of a map',
    call: (world, payload) => call(world, newTarget('scores', new Map([[payload, 1]]))),
    takes: anything,
  },
  {
    name: 'as a field of an embedded document',
    call: (world, payload) => call(world, newTarget('address', { street: payload })),
  },
  {
    name: 'as an untyped field of an embedded document',
    call: (world, payload) => call(world, newTarget('others', [{ street: 'x', extra: payload }])),
  },
  { name: 'in an array', call: (world, payload) => call(world, newTarget('tags', ['x', payload])) },
  {
    name: 'as a key of an untyped object',
    call: (world, payload) => call(world, newTarget('notes', objectWith(payload, 1))),
    takes: texts,
  },
  {
    name: 'assigned to the document',
    call: (world, payload) => call(world, Object.assign(new Target(), payload)),
  },
];

const documentPositions = (
  call: (world: InjectionWorld, document: any, options?: any) => unknown,
): Position[] => [
  { name: 'as the document', call, takes: anything },
  ...optionPositions((world, options) => call(world, new Target(), options)),
];

/** A loaded document whose field becomes the payload. */
const loadedPositions = (
  names: readonly string[],
  call: (world: InjectionWorld, document: any) => unknown,
  takes?: Position['takes'],
): Position[] =>
  names.map((name) => ({
    name: `as the value of ${name} of a loaded document`,
    prepare: (world) => world.loaded(),
    ...(takes && { takes }),
    call: (world, payload, loaded: Target) => call(world, Object.assign(loaded, { [name]: payload })),
  }));

/** The stages of an aggregation that values of a request may reach. */
const stages: Readonly<Record<string, (all: any, payload: any) => any>> = {
  'a sort': (all, payload) => all.sort(payload),
  'a limit': (all, payload) => all.limit(payload),
  'a skip': (all, payload) => all.skip(payload),
  'the shape of added fields': (all, payload) => all.addFields(payload),
  'an added field': (all, payload) => all.addFields({ x: payload }),
  'an argument': (all, payload) => all.addFields((e: any) => ({ x: e.ifNull(e.field('name'), payload) })),
  'a compared value': (all, payload) => all.addFields((e: any) => ({ x: e.eq(e.field('name'), payload) })),
  'a path': (all, payload) => all.addFields((e: any) => ({ x: e.field(payload) })),
};

export const repositoryPositions: Readonly<Record<string, readonly Position[]>> = {
  build: [
    { name: 'as the values', call: ({ targets }, payload) => targets.build(payload), takes: anything },
    ...fields.map((name) => ({
      name: `as the value of ${name}`,
      call: ({ targets }: InjectionWorld, payload: unknown) => targets.build({ [name]: payload }),
    })),
    ...['name', 'notes', 'others'].map((name) => ({
      name: `as the value of ${name}, saved`,
      call: async ({ targets }: InjectionWorld, payload: unknown) =>
        targets.save(targets.build({ [name]: payload })),
    })),
    ...optionPositions(({ targets }, options) => targets.build({}, options), anything),
  ],
  create: fields.map((name) => ({
    name: `as the value of ${name}`,
    call: ({ targets }: InjectionWorld, payload: unknown) => targets.create({ [name]: payload }),
  })),
  assign: [
    { name: 'as the document', call: ({ targets }, payload) => targets.assign(payload, {}), takes: anything },
    {
      name: 'as the values',
      call: ({ targets }, payload) => targets.assign(new Target(), payload),
      takes: anything,
    },
    ...fields.map((name) => ({
      name: `as the value of ${name}`,
      call: ({ targets }: InjectionWorld, payload: unknown) =>
        targets.assign(new Target(), { [name]: payload }),
    })),
    ...['id', 'notes', 'address'].map((name) => ({
      name: `as the value of ${name} of a loaded document, saved`,
      prepare: (world: InjectionWorld) => world.loaded(),
      call: ({ targets }: InjectionWorld, payload: unknown, loaded: Target) =>
        targets.save(targets.assign(loaded, { [name]: payload })),
    })),
  ],
  save: [
    ...documentPositions(({ targets }, document, options) => targets.save(document, options)),
    ...fieldPositions(({ targets }, document) => targets.save(document)),
    ...loadedPositions(['id', 'name', 'notes', 'address', 'things'], ({ targets }, document) =>
      targets.save(document),
    ),
    {
      name: 'as the id of a document whose id is text',
      call: ({ keyed }, payload) => keyed.save(Object.assign(new Keyed(), { id: payload })),
    },
  ],
  saveMany: [
    { name: 'as the list', call: ({ targets }, payload) => targets.saveMany(payload), takes: anything },
    ...documentPositions(({ targets }, document, options) => targets.saveMany([document], options)),
    ...fieldPositions(({ targets }, document) => targets.saveMany([document])).slice(0, -1),
    ...loadedPositions(['id', 'notes', 'things'], ({ targets }, document) => targets.saveMany([document])),
    {
      name: 'as "ordered"',
      call: ({ targets }, payload) => targets.saveMany([new Target()], { ordered: payload }),
    },
  ],
  modify: [
    ...documentPositions(({ targets }, document, options) => targets.modify(document, { age: 1 }, options)),
    {
      name: 'as the update of a loaded document',
      prepare: (world) => world.saved(),
      call: ({ targets }, payload, loaded: Target) => targets.modify(loaded, payload),
      takes: anything,
    },
    ...['name', 'notes', 'list', 'scores'].map((path): Position => ({
      name: `as the value of ${path} in the update of a loaded document`,
      prepare: (world) => world.saved(),
      call: ({ targets }, payload, loaded: Target) => targets.modify(loaded, { [path]: payload }),
    })),
    {
      name: 'as a path below "notes." of the update of a loaded document',
      prepare: (world) => world.saved(),
      call: ({ targets }, payload, loaded: Target) =>
        targets.modify(loaded, objectWith(`notes.${String(payload)}`, 'x')),
      takes: texts,
    },
    {
      name: 'in push of the update of a loaded document',
      prepare: (world) => world.saved(),
      call: ({ targets }, payload, loaded: Target) => targets.modify(loaded, { list: push(payload) }),
    },
    ...loadedPositions(['notes', 'address'], ({ targets }, document) => targets.modify(document, { age: 1 })),
  ],
  bulkWrite: [
    { name: 'as the list', call: ({ targets }, payload) => targets.bulkWrite(payload), takes: anything },
    { name: 'as a part', call: ({ targets }, payload) => targets.bulkWrite([payload]), takes: anything },
    ...['insertOne', 'updateOne', 'upsertOne', 'deleteMany'].map((kind): Position => ({
      name: `as the fields of ${kind}`,
      call: ({ targets }, payload) => targets.bulkWrite([{ [kind]: payload } as never]),
      takes: anything,
    })),
    {
      name: 'as the document of insertOne',
      call: ({ targets }, payload) => targets.bulkWrite([{ insertOne: { document: payload } }]),
      takes: anything,
    },
    {
      name: 'as the filter of updateMany',
      call: ({ targets }, payload) =>
        targets.bulkWrite([{ updateMany: { filter: payload, update: { age: 1 } } }]),
      takes: anything,
    },
    {
      name: 'as the filter of upsertOne',
      call: ({ targets }, payload) =>
        targets.bulkWrite([{ upsertOne: { filter: payload, update: { age: 1 } } }]),
      takes: anything,
    },
    {
      name: 'as the value of the id in the filter of deleteOne',
      call: ({ targets }, payload) =>
        targets.bulkWrite([{ deleteOne: { filter: { name: 'nobody', id: payload } } }]),
    },
    {
      name: 'as the update of updateOne',
      call: ({ targets }, payload) => targets.bulkWrite([{ updateOne: { filter: nobody, update: payload } }]),
      takes: anything,
    },
    ...optionPositions(({ targets }, options) =>
      targets.bulkWrite([{ updateOne: { filter: nobody, update: { age: 1 } } }], options),
    ),
  ],
  changes: [
    { name: 'as the document', call: ({ targets }, payload) => targets.changes(payload), takes: anything },
    ...loadedPositions(
      ['id', 'name', 'notes', 'address'],
      ({ targets }, document) => targets.changes(document),
      unlessKeys,
    ),
  ],
  insertMany: [
    { name: 'as the list', call: ({ targets }, payload) => targets.insertMany(payload), takes: anything },
    ...documentPositions(({ targets }, document, options) => targets.insertMany([document], options)),
    ...fieldPositions(({ targets }, document) => targets.insertMany([document])).slice(0, -1),
    {
      name: 'as "ordered"',
      call: ({ targets }, payload) => targets.insertMany([new Target()], { ordered: payload }),
    },
  ],
  getById: [
    ...idPositions(({ targets }, id, options) => targets.getById(id, options)),
    {
      name: 'as the paths to populate',
      call: ({ targets }, payload) => targets.getById(new ObjectId(), { populate: payload }),
      takes: anything,
    },
    {
      name: 'as the options of a path to populate',
      call: ({ targets }, payload) => targets.getById(new ObjectId(), { populate: { x: payload } } as never),
      takes: anything,
    },
  ],
  findById: [
    ...idPositions(({ targets }, id, options) => targets.findById(id, options)),
    { name: 'as an id that is text', call: ({ keyed }, payload) => keyed.findById(payload) },
  ],
  findByIds: [
    { name: 'as the list', call: ({ targets }, payload) => targets.findByIds(payload), takes: anything },
    ...idPositions(({ targets }, id, options) => targets.findByIds([id], options)),
  ],
  populate: [
    {
      name: 'as the documents',
      call: ({ targets }, payload) => targets.populate(payload, []),
      takes: anything,
    },
    { name: 'as the paths', call: ({ targets }, payload) => targets.populate([], payload), takes: anything },
    {
      name: 'as a path',
      call: ({ targets }, payload) => targets.populate([], [payload as never]),
      takes: anything,
    },
    ...optionPositions(({ targets }, options) => targets.populate([], [], options)),
  ],
  getOne: [
    ...filterPositions(({ targets }, filter, options) => targets.getOne(filter, options)),
    ...untypedPositions(({ targets }, filter) => targets.getOne(filter)),
  ],
  findOne: [
    ...filterPositions(({ targets }, filter, options) => targets.findOne(filter, options)),
    ...untypedPositions(({ targets }, filter) => targets.findOne(filter)),
  ],
  find: filterPositions(({ targets }, filter, options) => targets.find(filter, options).toArray()),
  aggregate: [
    // An array in place of the options is a pipeline, which the program itself must write.
    ...filterPositions(({ targets }, filter, options) =>
      targets
        .aggregate(Array.isArray(options) ? undefined : options)
        .match(filter)
        .toArray(),
    ),
    ...Object.entries(stages).map(([name, add]) => ({
      name: `as ${name}`,
      takes: anything,
      call: ({ targets }: InjectionWorld, payload: any) =>
        add(targets.aggregate().match(nobody), payload).toArray(),
    })),
  ],
  exists: filterPositions(({ targets }, filter, options) => targets.exists(filter, options)),
  count: filterPositions(({ targets }, filter, options) => targets.count(filter, options)),
  estimatedCount: optionPositions(({ targets }, options) => targets.estimatedCount(options)).map((each) => ({
    ...each,
    // It has no filter.
    mayMatch: anything,
  })),
  distinct: [
    {
      name: 'as the path',
      call: ({ targets }, payload) => targets.distinct(payload, nobody),
      takes: anything,
    },
    ...filterPositions(({ targets }, filter, options) => targets.distinct('name', filter, options)),
  ],
  reload: [
    ...documentPositions(({ targets }, document, options) => targets.reload(document, options)),
    ...loadedPositions(['id'], ({ targets }, document) => targets.reload(document), unlessKeys),
  ],
  delete: [
    ...documentPositions(({ targets }, document, options) => targets.delete(document, options)),
    {
      name: 'as the id of a stored document',
      prepare: (world) => world.saved(),
      takes: unlessKeys,
      mayMatch: anything,
      call: ({ targets }, payload, saved: Target) => targets.delete(Object.assign(saved, { id: payload })),
    },
  ],
  updateOne: updatePositions(({ targets }, filter, update, options) =>
    targets.updateOne(filter, update, options),
  ),
  updateMany: updatePositions(({ targets }, filter, update, options) =>
    targets.updateMany(filter, update, options),
  ),
  updateById: [
    ...idPositions(({ targets }, id, options) => targets.updateById(id, { age: 1 }, options)),
    ...updateOnlyPositions(({ targets }, update) => targets.updateById(new ObjectId(), update)),
  ],
  deleteOne: [
    ...filterPositions(({ targets }, filter, options) => targets.deleteOne(filter, options)),
    {
      name: 'as "allowAll"',
      call: ({ targets }, payload) => payload !== true && targets.deleteOne({}, { allowAll: payload }),
    },
  ],
  claim: [
    ...filterPositions(({ targets }, filter, options) => targets.claim(filter, withLease(options))),
    ...leasePositions(({ targets }, options) => targets.claim(nobody, options)),
    {
      name: 'as the sort',
      call: ({ targets }, payload) => targets.claim(nobody, { ...lease, sort: payload }),
      takes: anything,
    },
    {
      name: 'as "allowAll"',
      call: ({ targets }, payload) => payload !== true && targets.claim({}, { ...lease, allowAll: payload }),
    },
  ],
  renew: [
    ...idPositions(({ targets }, id, options) => targets.renew(id, withLease(options))),
    ...leasePositions(({ targets }, options) => targets.renew(new ObjectId(), options)),
  ],
  release: [
    ...idPositions(({ targets }, id, options) => targets.release(id, withLease(options))),
    ...leasePositions(({ targets }, options) => targets.release(new ObjectId(), options)),
  ],
  findOneAndUpdate: [
    ...updatePositions(({ targets }, filter, update, options) =>
      targets.findOneAndUpdate(filter, update, options),
    ).filter(({ name }) => !name.includes(' in the update')),
    ...returnPositions(({ targets }, options) => targets.findOneAndUpdate(nobody, { age: 1 }, options)),
    {
      name: 'as "upsert"',
      call: ({ targets }, payload) =>
        payload !== true && targets.findOneAndUpdate(nobody, { age: 1 }, { upsert: payload }),
    },
  ],
  findOneAndReplace: [
    ...filterPositions(({ targets }, filter, options) =>
      targets.findOneAndReplace(filter, { name: 'x' }, options),
    ),
    {
      name: 'as the values',
      call: ({ targets }, payload) => targets.findOneAndReplace(nobody, payload),
      takes: anything,
    },
    ...fields.map((name) => ({
      name: `as the value of ${name}`,
      call: ({ targets }: InjectionWorld, payload: unknown) =>
        targets.findOneAndReplace(nobody, { [name]: payload }),
    })),
    ...returnPositions(({ targets }, options) => targets.findOneAndReplace(nobody, { name: 'x' }, options)),
  ],
  findOneAndDelete: [
    ...filterPositions(({ targets }, filter, options) => targets.findOneAndDelete(filter, options)),
    ...returnPositions(({ targets }, options) => targets.findOneAndDelete(nobody, options)),
  ],
  // Each update inserts a document of its own: what an earlier one has stored may not fit.
  upsertOne: [
    ...filterPositions(({ targets }, filter, options) =>
      targets.upsertOne(filter, { name: 'nobody' }, options),
    ),
    ...updateOnlyPositions(({ targets }, update) =>
      targets.upsertOne({ name: new ObjectId().toHexString() }, update),
    ),
  ],
  replace: [
    ...documentPositions(({ targets }, document, options) => targets.replace(document, options)),
    ...loadedPositions(['id', 'notes', 'things'], ({ targets }, document) => targets.replace(document)),
  ],
  restore: [
    { name: 'as the document', call: ({ kept }, payload) => kept.restore(payload), takes: anything },
    ...optionPositions(({ kept }, options) => kept.restore(new Kept(), options)),
  ],
  restoreMany: [
    ...filterPositions(({ kept }, filter, options) => kept.restoreMany(filter, options)),
    {
      name: 'as "allowAll"',
      call: ({ kept }, payload) => payload !== true && kept.restoreMany({}, { allowAll: payload }),
    },
  ],
  deletePlan: [
    ...documentPositions(({ targets }, document, options) => targets.deletePlan(document, options)),
  ],
  deleteManyPlan: [
    ...filterPositions(({ targets }, filter, options) => targets.deleteManyPlan(filter, options)),
    {
      name: 'as "allowAll"',
      call: ({ targets }, payload) => payload !== true && targets.deleteManyPlan({}, { allowAll: payload }),
    },
  ],
  deleteById: idPositions(({ targets }, id, options) => targets.deleteById(id, options)),
  deleteMany: [
    ...filterPositions(({ targets }, filter, options) => targets.deleteMany(filter, options)),
    {
      name: 'as "allowAll"',
      // Without the word true nothing is meant to be deleted.
      call: ({ targets }, payload) => payload !== true && targets.deleteMany({}, { allowAll: payload }),
    },
  ],
};

const queries: Readonly<Record<string, (set: any) => unknown>> = {
  toArray: (set) => set.toArray(),
  first: (set) => set.first(),
  count: (set) => set.count(),
};
/** Text is what these take: a name that the server knows or not, or words for its log. */
const unlessText = (payload: unknown): boolean => typeof payload !== 'string';
const setPositions = (
  refine: (set: any, payload: any) => any,
  takes: (payload: unknown) => boolean = anything,
): Position[] =>
  Object.entries(queries).map(([name, read]) => ({
    name: `as its parameter, then ${name}`,
    takes,
    call: ({ targets }, payload) => read(refine(targets.find(nobody), payload)),
  }));
const readPositions = (read: (set: any) => unknown): Position[] =>
  optionPositions(({ targets }, options) => read(targets.find(nobody, options)));

/** Options of a page that others need beside them. */
const pageOptions: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  number: { size: 1 },
  size: { number: 1 },
  after: { first: 1 },
  before: { last: 1 },
};

export const querySetPositions: Readonly<Record<string, readonly Position[]>> = {
  sort: [
    ...setPositions((set, payload) => set.sort(payload)),
    {
      name: 'as a direction',
      call: ({ targets }, payload) => targets.find(nobody).sort({ name: payload }).toArray(),
    },
    {
      name: 'as a path',
      call: ({ targets }, payload) => targets.find(nobody).sort(objectWith(payload, 'asc')).toArray(),
      takes: texts,
    },
    {
      name: 'as a path below notes',
      call: ({ targets }, payload) =>
        targets
          .find(nobody)
          .sort(objectWith(`notes.${String(payload)}`, 1))
          .toArray(),
      takes: texts,
    },
  ],
  filter: Object.entries(queries).map(([name, read]) => ({
    name: `as its parameter, then ${name}`,
    takes: anything,
    // A path that no payload has, so that the two filters stand side by side.
    call: ({ targets }, payload) => read(targets.find({ 'scores.nobody': 1 }).filter(payload)),
  })),
  hint: setPositions(
    (set, payload) => set.hint(payload),
    (payload) => unlessKeys(payload) && unlessText(payload),
  ),
  collation: setPositions((set, payload) => set.collation(payload)),
  comment: setPositions((set, payload) => set.comment(payload), unlessText),
  // A number may be too short a time.
  maxTimeMS: setPositions(
    (set, payload) => set.maxTimeMS(payload),
    (payload) => typeof payload !== 'number',
  ),
  batchSize: setPositions((set, payload) => set.batchSize(payload)),
  allowDiskUse: setPositions((set, payload) => set.allowDiskUse(payload)),
  readPreference: setPositions((set, payload) => set.readPreference(payload)),
  readConcern: setPositions((set, payload) => set.readConcern(payload)),
  omit: setPositions((set, payload) => set.omit('notes', payload)),
  populate: [
    {
      name: 'as a path',
      call: ({ targets }, payload) =>
        targets
          .find(nobody)
          .populate(payload as never)
          .toArray(),
      takes: anything,
    },
    {
      name: 'as the options of a path',
      call: ({ targets }, payload) =>
        targets
          .find(nobody)
          .populate('x' as never, payload)
          .toArray(),
      takes: anything,
    },
  ],
  plain: readPositions((set) => set.plain().toArray()),
  pluck: [
    {
      name: 'as the path',
      call: ({ targets }, payload) => targets.find(nobody).pluck(payload),
      takes: anything,
    },
  ],
  exists: readPositions((set) => set.exists()),
  distinct: [
    {
      name: 'as the path',
      call: ({ targets }, payload) => targets.find(nobody).distinct(payload),
      takes: anything,
    },
  ],
  explain: [
    {
      name: 'as the verbosity',
      call: ({ targets }, payload) => targets.find(nobody).explain(payload),
      takes: (payload) => payload !== undefined,
    },
  ],
  select: setPositions((set, payload) => set.select('notes', payload)),
  addSelect: setPositions((set, payload) => set.addSelect(payload)),
  readOnly: readPositions((set) => set.readOnly().toArray()),
  withDeleted: readPositions((set) => set.withDeleted().toArray()),
  onUnreadable: setPositions((set, payload) => set.onUnreadable(payload)),
  skip: setPositions((set, payload) => set.skip(payload)),
  limit: setPositions((set, payload) => set.limit(payload)),
  page: [
    ...readPositions((set) => set.page({ number: 1, size: 1 })),
    ...readPositions((set) => set.page({ first: 1 })),
    {
      name: 'as its parameter',
      call: ({ targets }, payload) => targets.find(nobody).page(payload),
      takes: anything,
    },
    ...['number', 'size', 'first', 'after', 'last', 'before'].map((name): Position => ({
      name: `as its "${name}"`,
      call: ({ targets }, payload) =>
        targets.find(nobody).page({ ...pageOptions[name], ...objectWith(name, payload) } as never),
      takes: anything,
    })),
  ],
  toArray: readPositions((set) => set.toArray()),
  first: readPositions((set) => set.first()),
  getFirst: readPositions((set) => set.getFirst()),
  toJSON: readPositions(async (set) => set.toJSON()),
  count: readPositions((set) => set.count()),
  '[Symbol.asyncIterator]': readPositions(async (set) => {
    const found: unknown[] = [];
    for await (const each of set) found.push(each);
    return found;
  }),
};
