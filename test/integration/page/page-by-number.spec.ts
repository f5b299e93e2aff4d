import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvalidQueryError } from 'nestjs-documents';
import type { DocumentRepository, NumberedPageOptions } from 'nestjs-documents';
import { errorOf } from '../../support/world/integration-app.js';
import { type Person, storedPerson, Teacher } from '../../support/world/integration-people.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';
import { capabilities } from '../../support/server.js';

const names = ['Ada', 'Bob', 'Cid', 'Dan', 'Eve'];

let world: TransactionsWorld;
let people: DocumentRepository<Person>;

beforeAll(async () => {
  world = await openTransactionsWorld([], {}, [Teacher]);
  people = world.people;
  const [ada, ...others] = names.map((name, index) => storedPerson({ name, age: index }));
  await world.db.collection('people').insertMany([{ ...ada, _type: 'Teacher' }, ...others] as object[]);
});
afterAll(() => world.close());

const page = async (options: NumberedPageOptions) => {
  const { items, ...rest } = await people.find({}).sort({ name: 'asc' }).page(options);
  return { names: items.map(({ name }) => name), ...rest };
};

describe('page({ number, size })', () => {
  test.each<[number, string[]]>([
    [1, ['Ada', 'Bob']],
    [2, ['Cid', 'Dan']],
    [3, ['Eve']],
    [4, []],
    [1000, []],
  ])('gives page %i with the number of all documents and pages', async (number, found) => {
    expect(await page({ number, size: 2 })).toEqual({ names: found, total: 5, pages: 3, number, size: 2 });
  });

  test('gives one page if the size is the number of documents', async () => {
    expect(await page({ number: 1, size: 5 })).toMatchObject({ names, total: 5, pages: 1 });
  });

  test('has no pages without documents', async () => {
    expect(await people.find({ name: 'Zoe' }).page({ number: 1, size: 2 })).toEqual({
      ...{ items: [], total: 0, pages: 0, number: 1, size: 2 },
    });
  });

  test('sends a count and a find that needs one reply', async () => {
    const commands = await world.commandsOf(() => page({ number: 2, size: 2 }));

    expect(commands.map(({ name }) => name)).toEqual(['aggregate', 'find']);
    expect(commands[1]?.command).toMatchObject({ skip: 2, limit: 2, batchSize: 3 });
  });

  test('sends no getMore for a page that is greater than a batch of the server', async () => {
    const many = Array.from({ length: 150 }, () => storedPerson({ name: 'Many' }));
    await world.db.collection('people').insertMany(many);
    const commands = await world.commandsOf(async () => {
      const { items } = await people.find({ name: 'Many' }).page({ number: 1, size: 120 });
      expect(items).toHaveLength(120);
    });
    await world.db.collection('people').deleteMany({ name: 'Many' });

    expect(commands.map(({ name }) => name)).toEqual(['aggregate', 'find']);
  });

  test('counts and finds documents of the class only', async () => {
    const { items, total } = await world.repository(Teacher).find({}).page({ number: 1, size: 10 });

    expect(items.map((each) => [each.constructor, each.name])).toEqual([[Teacher, 'Ada']]);
    expect(total).toBe(1);
  });

  (capabilities.transactions ? test : test.skip)(
    'reads in the transaction, as a page by cursor does (needs transactions)',
    async () => {
      const found: unknown[] = [];
      const undo = new Error('roll back');
      const work = world.transactions.run(async () => {
        await people.create({ name: 'Fay' });
        const last = people.find({}).sort({ name: 'desc' });
        const [byNumber, byCursor] = [await last.page({ number: 1, size: 1 }), await last.page({ first: 1 })];
        found.push(byNumber.total, byNumber.items[0]?.name, byCursor.items[0]?.name);
        throw undo;
      });

      await expect(work).rejects.toBe(undo);
      expect(found).toEqual([6, 'Fay', 'Fay']);
    },
  );

  test.each<[string, unknown]>([
    ['a page of 0', { number: 0, size: 2 }],
    ['a negative page', { number: -1, size: 2 }],
    ['half a page', { number: 1.5, size: 2 }],
    ['a size of 0', { number: 1, size: 0 }],
    ['text of a request', { number: '1', size: '2' }],
    ['an operator', { number: 1, size: { $gt: 0 } }],
    ['no size', { number: 1 }],
    ['no number', { size: 2 }],
    ['a size beside first', { first: 2, size: 2 }],
    ['a page that begins too far behind', { number: 2 ** 40, size: 2 ** 40 }],
    ['nothing', undefined],
    ['null', null],
    ['a number', 1],
    ['a list', [1, 2]],
    ['an empty object', {}],
  ])('refuses %s before anything is sent', async (_, options) => {
    const set = people.find({}) as unknown as { page(options: unknown): Promise<unknown> };
    let error: unknown;
    const commands = await world.commandsOf(async () => {
      error = await errorOf(() => set.page(options));
    });

    expect(error).toBeInstanceOf(InvalidQueryError);
    expect(commands).toEqual([]);
  });

  test.each(['skip', 'limit'] as const)('is refused after %s', async (method) => {
    const error = await errorOf(() => people.find({})[method](2).page({ number: 1, size: 2 }));

    expect(error).toBeInstanceOf(InvalidQueryError);
    expect(error.message).toBe(
      'A query for Person cannot be used. A page of it was asked for after skip or limit. Leave them out: a page has a place and a size of its own.',
    );
  });
});
