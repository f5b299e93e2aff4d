import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getTransactionsToken } from 'nestjs-documents';
import type { Transactions } from 'nestjs-documents';
import { Random } from '../../support/random.js';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { writeAtRandom } from './random-writes.js';
import type { RandomWorld } from './random-writes.js';
import { all, freshCounters, Label, Remark, Reply, storedCounters, Topic } from './world.js';

const seeds = Array.from({ length: 6 }, () => Math.random().toString(36).slice(2, 8));

describe('Counters equal a fresh count', () => {
  let world: IntegrationApp;
  let given: RandomWorld;
  beforeAll(async () => {
    world = await openApp(all);
  });
  beforeEach(async () => {
    for (const each of ['topics', 'labels', 'remarks']) await world.db.collection(each).deleteMany({});
    const topics = await world.repository(Topic).insertMany([{ title: 'a' }, { title: 'b' }, { title: 'c' }]);
    await world.repository(Label).insertMany([{ id: 'x' }, { id: 'y' }]);
    const [remarks, replies] = [world.repository(Remark), world.repository(Reply)];
    given = { remarks, replies, topicIds: topics.map(({ id }) => id), labelIds: ['x', 'y'] };
  });
  afterAll(() => world.close());

  test.each(seeds.slice(0, 2))('after each of 60 random writes (seed %s)', async (seed) => {
    const random = new Random(seed);
    for (let step = 0; step < 60; step++) {
      await writeAtRandom(given, random);
      expect({ step, ...(await storedCounters(world.db)) }).toEqual({
        step,
        ...(await freshCounters(world.db)),
      });
    }
  });

  test.each(seeds.slice(2, 4))('after random writes, 20 at a time (seed %s)', async (seed) => {
    const caller = async (number: number): Promise<void> => {
      const random = new Random(`${seed} ${String(number)}`);
      for (let step = 0; step < 6; step++) await writeAtRandom(given, random);
    };
    await Promise.all(Array.from({ length: 20 }, (_, number) => caller(number)));
    expect(await storedCounters(world.db)).toEqual(await freshCounters(world.db));
  });

  test.each(seeds.slice(4))('after random transactions, some rolled back (seed %s)', async (seed) => {
    const transactions = world.app.get<Transactions>(getTransactionsToken());
    const caller = async (number: number): Promise<void> => {
      const random = new Random(`${seed} ${String(number)}`);
      const work = async (): Promise<void> => {
        for (let step = 0; step < 3; step++) await writeAtRandom(given, random);
        if (random.chance(0.3)) throw new Error('no');
      };
      await transactions.run(work).catch((error: unknown) => error);
    };
    await Promise.all(Array.from({ length: 6 }, (_, number) => caller(number)));
    expect(await storedCounters(world.db)).toEqual(await freshCounters(world.db));
  });
});
