import { describe, expect, test } from 'vitest';
import { preDelete } from 'nestjs-documents';
import { newAppName, withFailPoint } from '../../../support/fail-points.js';
import { Random } from '../../../support/random.js';
import { capabilities } from '../../../support/server.js';
import { errorOf, openApp } from '../../../support/world/integration-app.js';
import type { IntegrationApp } from '../../../support/world/integration-app.js';
import { deleted, randomContents } from './random/model.js';
import type { Contents } from './random/model.js';
import { collectionOf, randomRules } from './random/random-rules.js';
import type { RandomRules } from './random/random-rules.js';

const seeds = Array.from({ length: 10 }, (_, number) => `rules ${number}`);
const count = 6;

async function store({ db }: IntegrationApp, contents: Contents): Promise<void> {
  for (const [number, things] of contents.entries()) {
    const collection = db.collection<{ _id: number }>(collectionOf(number));
    await collection.deleteMany({});
    await collection.insertMany(things.map((each) => ({ ...each })));
  }
}

async function stored({ db }: IntegrationApp, { references }: RandomRules): Promise<unknown[]> {
  const read = (number: number): Promise<unknown[]> =>
    db.collection(collectionOf(number)).find().sort({ _id: 1 }).toArray();
  return Promise.all(references.map((_, number) => read(number)));
}

/** Deletes one document of random contents, several times. */
async function withRandom(
  seed: string,
  work: (
    world: IntegrationApp,
    rules: RandomRules,
    before: Contents,
    root: readonly [number, number],
    appName: string,
  ) => Promise<void>,
): Promise<void> {
  const random = new Random(seed);
  const rules = randomRules(random, 3);
  const appName = newAppName();
  const world = await openApp([...rules.documentClasses], [], { clientOptions: { appName } });
  try {
    for (let round = 0; round < 4; round++) {
      const before = randomContents(random, rules, count);
      await store(world, before);
      if (random.chance(0.5))
        world.bus.connect(preDelete, random.pick(rules.documentClasses), () => undefined);
      await work(world, rules, before, [random.below(3), random.below(count)], appName);
    }
  } finally {
    await world.close();
  }
}

describe.each(seeds)('Random rules and documents, %s', (seed) => {
  test.each([true, false])('end as the model does, transactional: %s', (transactional) =>
    withRandom(seed, async (world, rules, before, [number, id]) => {
      const things = world.repository(rules.documentClasses[number]!);
      const expected = deleted(rules, before, [number, id]);
      const plan = await things.deletePlan(await things.getById(id));
      expect(await stored(world, rules)).toEqual(before);
      const error = await errorOf(() => things.deleteById(id, { transactional }));
      expect(error?.code).toBe(expected ? undefined : 'DELETE_DENIED');
      expect(plan.isDenied).toBe(!expected);
      expect(await stored(world, rules)).toEqual(expected ?? before);
    }),
  );

  test.runIf(capabilities.failPoints && capabilities.transactions)(
    'are done or not at all in a transaction that fails midway',
    () =>
      withRandom(seed, async (world, rules, before, [number, id], appName) => {
        const things = world.repository(rules.documentClasses[number]!);
        const expected = deleted(rules, before, [number, id]);
        const failure = { commands: ['delete', 'update'], skip: 1, data: { errorCode: 2 } };
        const error = await withFailPoint(appName, failure, () => errorOf(() => things.deleteById(id)));
        expect(await stored(world, rules)).toEqual(error || !expected ? before : expected);
      }),
  );

  test.runIf(capabilities.failPoints)(
    'come to the same end if a delete that stopped midway is repeated',
    () =>
      withRandom(seed, async (world, rules, before, [number, id], appName) => {
        const things = world.repository(rules.documentClasses[number]!);
        const expected = deleted(rules, before, [number, id]);
        if (!expected) return;
        for (let skip = 1; skip < 8; skip++) {
          await store(world, before);
          const failure = { commands: ['delete', 'update'], skip, data: { errorCode: 2 } };
          const run = (): Promise<boolean> => things.deleteById(id, { transactional: false });
          const error = await withFailPoint(appName, failure, () => errorOf(run));
          if (!error) break;
          expect(error).toMatchObject({ code: 'DELETE_INCOMPLETE', outcome: 'partlyApplied' });
          expect(await run()).toBe(true);
          expect(await stored(world, rules)).toEqual(expected);
        }
      }),
  );
});
