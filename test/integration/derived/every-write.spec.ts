import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getTransactionsToken } from 'nestjs-documents';
import type { Transactions } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { repositoryMethods } from '../../support/world/repository-methods.js';
import { countedWrites } from './counted-writes.js';
import type { Counted } from './counted-writes.js';
import { all, freshCounters, Label, Remark, Reply, storedCounters, Topic } from './world.js';

/** The methods that store nothing. */
const reading = [
  ...[
    'build',
    'assign',
    'changes',
    'getById',
    'findById',
    'findByIds',
    'getOne',
    'findOne',
    'find',
    'populate',
  ],
  ...['aggregate', 'exists', 'count', 'estimatedCount', 'distinct', 'reload', 'deletePlan', 'deleteManyPlan'],
];

describe('Counters equal a fresh count', () => {
  let world: IntegrationApp;
  beforeAll(async () => {
    world = await openApp(all);
  });
  afterAll(() => world.close());

  const transactions = () => world.app.get<Transactions>(getTransactionsToken());

  async function arrange(): Promise<Counted> {
    for (const each of ['topics', 'labels', 'remarks']) await world.db.collection(each).deleteMany({});
    const topics = world.repository(Topic);
    const [remarks, replies] = [world.repository(Remark), world.repository(Reply)];
    const [{ id: a }, { id: b }] = [await topics.create({ title: 'a' }), await topics.create({ title: 'b' })];
    await world.repository(Label).insertMany([{ id: 'x' }, { id: 'y' }]);
    const values = { topicId: a, labelIds: ['x'], quotes: [{ text: 'so', topicId: a }] };
    const made = [await remarks.create(values), await remarks.create(values), await replies.create(values)];
    const gone = await remarks.create(values);
    await remarks.delete(gone);
    const some = await Promise.all(made.map(({ id }) => remarks.getById(id)));
    return { remarks, replies, a, b, some: some as unknown as Counted['some'], gone };
  }

  test('before any of these writes', async () => {
    const { a } = await arrange();
    expect(await storedCounters(world.db)).toEqual(await freshCounters(world.db));
    expect(await world.repository(Topic).getById(a)).toMatchObject({
      remarkCount: 3,
      replyCount: 1,
      quoteCount: 3,
    });
  });

  test('for each method that writes', () => {
    const covered = new Set(countedWrites.map(({ method }) => method));
    expect(repositoryMethods.filter((each) => !reading.includes(each) && !covered.has(each))).toEqual([]);
  });

  test.each(countedWrites)('after $method, when $when', async ({ write }) => {
    const counted = await arrange();
    const before = await freshCounters(world.db);
    await write(counted);
    const after = await freshCounters(world.db);
    expect(await storedCounters(world.db)).toEqual(after);
    expect(Object.keys(after)).toEqual(Object.keys(before));
  });

  test.each(countedWrites)(
    'after $method in a transaction, when $when',
    async ({ write, failsInTransaction = false }) => {
      const counted = await arrange();
      const error = await errorOf(() => transactions().run(() => write(counted)));
      expect(error !== undefined).toBe(failsInTransaction);
      expect(await storedCounters(world.db)).toEqual(await freshCounters(world.db));
    },
  );

  test.each(countedWrites)('after $method was rolled back, when $when', async ({ write }) => {
    const counted = await arrange();
    const before = await storedCounters(world.db);
    const error = await errorOf(() =>
      transactions().run(async () => {
        await write(counted);
        throw new Error('no');
      }),
    );
    expect(error).toBeInstanceOf(Error);
    expect(await storedCounters(world.db)).toEqual(before);
  });
});
