import { describe, expect, test } from 'vitest';
import { index, openServerWorld, people } from './server-world.js';

const declared = people([index({ email: 1 }, { unique: true }), index({ name: 1, createdAt: -1 })]);

describe('A plan', () => {
  test('lists a collection that is missing, and its indexes', async () => {
    await using world = await openServerWorld();
    expect(await world.rowsOf(declared)).toEqual([
      'missing | create collection | people',
      'missing | create index | people.email_1 | { email: 1 }, unique',
      'missing | create index | people.name_1_createdAt_-1 | { name: 1, createdAt: -1 }',
    ]);
  });

  test('is empty when the database is as declared', async () => {
    await using world = await openServerWorld();
    await world.make([{ key: { email: 1 }, unique: true }, { key: { name: 1, createdAt: -1 } }]);
    const plan = await world.plan(declared);
    expect([plan.isEmpty, String(plan)]).toEqual([
      true,
      `Connection "default", database "${world.connection.db.databaseName}": as declared`,
    ]);
  });

  test('is plain JSON', async () => {
    await using world = await openServerWorld();
    await world.make([{ key: { email: 1 }, unique: true }]);
    expect(JSON.parse(JSON.stringify(await world.plan(declared)))).toEqual({
      connection: 'default',
      database: world.connection.db.databaseName,
      changes: [
        {
          kind: 'createIndex',
          difference: 'missing',
          collection: 'people',
          index: 'name_1_createdAt_-1',
          details: ['{ name: 1, createdAt: -1 }'],
          declaredBy: ['Person'],
        },
      ],
    });
  });

  test('is made by reading, and changes nothing', async () => {
    await using world = await openServerWorld();
    await world.plan(declared);
    expect(await world.connection.db.listCollections().toArray()).toEqual([]);
  });

  test('counts missing, different and extra changes apart', async () => {
    await using world = await openServerWorld();
    await world.make([{ key: { email: 1 } }, { key: { old: 1 } }]);
    const { missing, different, extra } = await world.plan(declared);
    expect([missing, different, extra].map((list) => list.map((each) => each.index))).toEqual([
      ['name_1_createdAt_-1'],
      ['email_1'],
      ['old_1'],
    ]);
  });
});

describe('Applying', () => {
  test('makes what is missing; then the plan is empty', async () => {
    await using world = await openServerWorld();
    expect(await world.apply(declared)).toEqual(['createCollection', 'createIndex', 'createIndex']);
    expect(await world.indexes()).toEqual({
      email_1: { key: { email: 1 }, unique: true },
      'name_1_createdAt_-1': { key: { name: 1, createdAt: -1 } },
    });
    expect((await world.plan(declared)).isEmpty).toBe(true);
  });

  test('keeps an index that is not declared, unless it may drop', async () => {
    await using world = await openServerWorld();
    await world.make([{ key: { old: 1 } }]);
    expect(await world.apply(people([]))).toEqual([]);
    expect(Object.keys(await world.indexes())).toEqual(['old_1']);
    expect(await world.apply(people([]), true)).toEqual(['dropIndex']);
    expect(await world.indexes()).toEqual({});
  });

  test('keeps collections that no class declares', async () => {
    await using world = await openServerWorld();
    await world.connection.db.collection('others').createIndex({ a: 1 });
    await world.apply(declared, true);
    expect(await world.connection.db.collection('others').indexExists('a_1')).toBe(true);
  });

  test('by several instances at the same time comes to the same end', async () => {
    await using world = await openServerWorld();
    await Promise.all(Array.from({ length: 8 }, () => world.apply(declared)));
    expect(Object.keys(await world.indexes()).sort()).toEqual(['email_1', 'name_1_createdAt_-1']);
    expect((await world.plan(declared)).isEmpty).toBe(true);
  });

  test('fails at documents with equal values, without naming them', async () => {
    await using world = await openServerWorld();
    await world.connection.db.collection('people').insertMany([{ email: 'a@secret' }, { email: 'a@secret' }]);
    const error = await world.apply(declared).then(undefined, (reason: unknown) => reason as Error);
    expect(error).toMatchObject({
      code: 'SCHEMA_NOT_APPLIED',
      serverCode: 11000,
      applied: [],
      change: { kind: 'createIndex', index: 'email_1' },
      message:
        'The index email_1 of people on the connection "default" was not made as declared. It is unique, and documents have the same values under it. Find them by an aggregation that groups by its paths and counts, change or delete them, then apply again.',
    });
  });
});
