import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DocumentsError, InvalidQueryError, not, oneOf, postDelete, QuerySet } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { publicMethods } from '../../support/public-methods.js';
import { callMethod, methodsOfKind, unknownMethods } from '../../support/world/repository-methods.js';

const filterMethods = methodsOfKind('filter');
const idMethods = methodsOfKind('id');
/** Those that write, or plan to. */
const writingMethods = [
  ...[
    'claim',
    'deleteMany',
    'deleteManyPlan',
    'deleteOne',
    'restoreMany',
    'updateOne',
    'updateMany',
    'upsertOne',
  ],
  ...['findOneAndDelete', 'findOneAndReplace', 'findOneAndUpdate'],
];

/** Each method of a query set, so that it is read. A new one needs a row. */
const querySetCalls: Readonly<Record<string, (set: QuerySet<Person>) => unknown>> = {
  sort: (set) => set.sort({ name: 'asc' }).toArray(),
  skip: (set) => set.skip(1).toArray(),
  limit: (set) => set.limit(1).toArray(),
  filter: (set) => set.filter({ name: 'Ada' }).toArray(),
  hint: (set) => set.hint('_id_').toArray(),
  collation: (set) => set.collation({ locale: 'en' }).toArray(),
  comment: (set) => set.comment('a test').toArray(),
  maxTimeMS: (set) => set.maxTimeMS(1000).toArray(),
  batchSize: (set) => set.batchSize(2).toArray(),
  allowDiskUse: (set) => set.allowDiskUse().toArray(),
  readPreference: (set) => set.readPreference('primary').toArray(),
  readConcern: (set) => set.readConcern('local').toArray(),
  select: (set) => set.select('name').toArray(),
  omit: (set) => set.omit('name').toArray(),
  plain: (set) => set.plain().toArray(),
  populate: (set) => set.populate().toArray(),
  pluck: (set) => set.pluck('name'),
  addSelect: (set) => set.addSelect('name').toArray(),
  readOnly: (set) => set.readOnly().toArray(),
  withDeleted: (set) => set.withDeleted().toArray(),
  onUnreadable: (set) => set.onUnreadable('skip').toArray(),
  page: (set) => set.page({ first: 1 }),
  toArray: (set) => set.toArray(),
  first: (set) => set.first(),
  getFirst: (set) => set.getFirst(),
  toJSON: (set) => set.toJSON(),
  count: (set) => set.count(),
  exists: (set) => set.exists(),
  distinct: (set) => set.distinct('name'),
  explain: (set) => set.explain(),
  '[Symbol.asyncIterator]': (set) => set[Symbol.asyncIterator]().next(),
};

describe('Fault 63: a filter is undefined or empty', () => {
  let world: IntegrationApp;
  /** Calls a method, and returns its error and the commands that were sent. */
  const call = async (method: string, ...given: unknown[]) => {
    let error: any;
    const sent = await world.commandsOf(async () => {
      error = await errorOf(() => callMethod(world.repository(Person), method, ...given));
    });
    return { error, sent: sent.map(({ name }) => name) };
  };

  beforeAll(async () => {
    world = await openApp([Person]);
    await world.db.collection('people').insertMany([{ name: 'Ada' }, { name: 'Bob' }]);
  });
  afterAll(() => world.close());

  test('every method of a repository is in one of the lists of this file', () => {
    expect(unknownMethods).toEqual([]);
    expect(filterMethods).toEqual([
      ...['claim', 'count', 'deleteMany', 'deleteManyPlan', 'deleteOne', 'exists', 'find', 'findOne'],
      ...['findOneAndDelete', 'findOneAndReplace', 'findOneAndUpdate', 'getOne'],
      ...['restoreMany', 'updateMany', 'updateOne', 'upsertOne'],
    ]);
    expect(idMethods).toEqual([...['deleteById', 'findById', 'getById', 'release', 'renew', 'updateById']]);
  });

  test('every method of a query set is here', () => {
    expect(publicMethods(QuerySet)).toEqual(Object.keys(querySetCalls).sort());
  });

  describe.each(Object.entries(querySetCalls))('%s of a query set', (_, read) => {
    test.each<[string, unknown]>([
      ['undefined', undefined],
      ['undefined for a field', { name: undefined }],
      ['undefined among oneOf', { name: oneOf([undefined]) }],
    ])('is never reached with %s as the filter', async (_title, filter) => {
      let error: any;
      const sent = await world.commandsOf(async () => {
        error = await errorOf(async () => read(world.repository(Person).find(filter as never)));
      });
      expect(error?.code).toBe('INVALID_FILTER');
      expect(sent).toEqual([]);
    });
  });

  test.each<[string, unknown]>([
    ['sort', undefined],
    ['sort', { name: undefined }],
    ['skip', undefined],
    ['limit', undefined],
    ['limit', null],
  ])('%s of a query set throws for %j', async (method, given) => {
    const sent = await world.commandsOf(() => {
      const set = world.repository(Person).find({ name: 'Ada' }) as unknown as Record<string, any>;
      expect(() => set[method](given)).toThrow(InvalidQueryError);
    });
    expect(sent).toEqual([]);
  });

  describe.each(filterMethods)('%s', (method) => {
    test.each<[string, unknown]>([
      ['undefined', undefined],
      ['null', null],
      ['a string', 'Ada'],
      ['an array', []],
      ['a Map', new Map()],
      ['a function', () => true],
      ['an operator', not('Ada')],
      ['a document', new Person()],
      ['undefined for a field', { name: undefined }],
      ['undefined beside a value', { name: 'Ada', age: undefined }],
      ['undefined for the id', { id: undefined }],
      ['undefined for a path', { 'address.street': undefined }],
      ['undefined for an untyped field', { notes: undefined }],
      ['undefined among oneOf', { name: oneOf(['Ada', undefined]) }],
      ['undefined in not', { name: not(undefined) }],
      ['undefined in a whole array', { tags: ['a', undefined] }],
    ])('throws for %s, and sends no command', async (_, filter) => {
      const { error, sent } = await call(method, filter);
      expect(error).toBeInstanceOf(DocumentsError);
      expect(error.code).toBe('INVALID_FILTER');
      expect(sent).toEqual([]);
    });
  });

  describe.each(idMethods)('%s', (method) => {
    test.each([[undefined], [null]])('throws for %O, and sends no command', async (id) => {
      const { error, sent } = await call(method, id);
      expect(error?.code).toBe('INVALID_FILTER');
      expect(sent).toEqual([]);
    });
  });

  describe.each(writingMethods)('%s', (method) => {
    test.each<[string, object | undefined]>([
      ['without options', undefined],
      ['with empty options', {}],
      ['with { allowAll: false }', { allowAll: false }],
      ['with { allowAll: undefined }', { allowAll: undefined }],
    ])('throws for {} %s, and sends no command', async (_, options) => {
      const { error, sent } = await call(method, {}, options);
      expect(error.code).toBe('EMPTY_FILTER');
      expect(sent).toEqual([]);
    });

    test('throws for {} and sends no command if somebody listens to deletes, too', async () => {
      const signals = { signal: postDelete, sender: Person, receiver: () => {} };
      const { error, sent } = await withReceiver(world.bus, signals, () => call(method, {}));
      expect(error.code).toBe('EMPTY_FILTER');
      expect(sent).toEqual([]);
    });

    test('throws for an object without own keys, whatever its prototype has', async () => {
      const { error, sent } = await call(method, Object.create(null));
      expect(error.code).toBe('EMPTY_FILTER');
      expect(sent).toEqual([]);
    });
  });

  test.each(filterMethods.filter((name) => !writingMethods.includes(name)))(
    '%s takes {} for all documents',
    async (method) => {
      const { error, sent } = await call(method, {});
      expect(error).toBeUndefined();
      expect(sent).toHaveLength(1);
    },
  );
});
