import { describe, expect, test } from 'vitest';
import { drifted, makeDrifted } from '../../support/schema/drifted-collection.js';
import { errorOf } from '../../support/world/integration-app.js';
import { openServerWorld } from './server-world.js';

/** Tries values that must be unique again and again, until the work has ended. @returns the codes of the refusals, each once */
async function refusalsDuring(work: Promise<unknown>, attempt: () => Promise<unknown>): Promise<unknown[]> {
  const state = { isOver: false };
  const ended = work.finally(() => (state.isOver = true));
  const codes = new Set<unknown>();
  do codes.add((await errorOf(attempt))?.code ?? 'stored');
  while (!state.isOver);
  await ended;
  return [...codes];
}

describe('Applying by several instances at the same time', () => {
  test('comes to the end of one, and unique values are unique all the time', async () => {
    await using world = await openServerWorld();
    const people = await makeDrifted(world.connection.db);
    const work = Promise.all(Array.from({ length: 6 }, () => world.apply(drifted)));
    const [codes, tags] = await Promise.all([
      refusalsDuring(work, () => people.insertOne({ code: 1 })),
      refusalsDuring(work, () => people.insertOne({ tag: '1' })),
    ]);
    expect([codes, tags]).toEqual([[11000], [11000]]);
    expect(Object.keys(await world.indexes()).sort()).toEqual([
      ...['added_1', 'at_1', 'email_1', 'extra_1', 'new', 'tag_1~2'],
    ]);
    expect((await world.plan(drifted)).changes.map(({ index }) => index)).toEqual(['extra_1']);
  });

  test('leaves an index that another instance has changed since the plan was made', async () => {
    await using world = await openServerWorld();
    await makeDrifted(world.connection.db);
    const plan = await world.plan(drifted);
    await world.apply(drifted);
    const before = await world.connection.db.collection('people').indexes();
    await world.applyPlan(plan);
    expect(await world.connection.db.collection('people').indexes()).toEqual(before);
  });
});

describe('A value that is not unique', () => {
  test('leaves the index as it was, which accepts it as before', async () => {
    await using world = await openServerWorld();
    const people = await makeDrifted(world.connection.db);
    await people.insertOne({ email: 1, code: 4, tag: '4' });
    const error = await errorOf(() => world.apply(drifted));
    expect(error).toMatchObject({
      code: 'SCHEMA_NOT_APPLIED',
      serverCode: 359,
      change: { kind: 'changeIndex', index: 'email_1' },
    });
    await people.insertOne({ email: 1, code: 5, tag: '5' });
    expect((await world.indexes())['email_1']).toEqual({ key: { email: 1 } });
  });
});
