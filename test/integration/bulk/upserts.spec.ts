import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CreatedAt, DeletedAt, Document, Field, Id, inc, postUpdate, postWrite } from 'nestjs-documents';
import type { DocumentRepository, PostUpdate, PostWrite } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'counters' })
class Counter {
  @Id({ generate: () => BigInt(++generated) }) id!: bigint;
  @Field({ required: true, lowercase: true }) name!: string;
  @Field(() => Number) hits = 0;
  @Field({ required: true }) unit!: string;
  @CreatedAt() createdAt!: Date;
  @DeletedAt() deletedAt?: Date;
}

let generated = 0;

describe('bulkWrite with upsertOne', () => {
  let world: IntegrationApp;
  let counters: DocumentRepository<Counter>;
  const stored = async () => {
    const all = await world.db.collection('counters').find().sort({ _id: 1 }).toArray();
    return all.map(({ name, hits, unit, createdAt }) => [name, hits, unit, createdAt instanceof Date]);
  };

  beforeAll(async () => {
    world = await openApp([Counter]);
    counters = world.repository(Counter);
  });
  beforeEach(async () => {
    generated = 0;
    await world.db.collection('counters').deleteMany({});
    await counters.create({ name: 'old', hits: 1, unit: 'ms' });
  });
  afterAll(() => world.close());

  test('updates what matches and inserts the rest, whole, by one command', async () => {
    const commands = await world.commandsOf(async () => {
      const result = await counters.bulkWrite([
        { upsertOne: { filter: { name: 'OLD' }, update: { hits: inc(1), unit: 's' } } },
        { updateOne: { filter: { name: 'old' }, update: { unit: 'min' } } },
        { upsertOne: { filter: { name: 'New' }, update: { unit: 'kg' } } },
      ]);
      expect({ ...result, insertedIds: [...result.insertedIds] }).toEqual({
        ...{ insertedCount: 0, matchedCount: 2, modifiedCount: 2, deletedCount: 0, upsertedCount: 1 },
        insertedIds: [[2, 3n]],
      });
    });
    expect(commands.map(({ name }) => name)).toEqual(['update']);
    expect(await stored()).toEqual([
      ['old', 2, 'min', true],
      ['new', 0, 'kg', true],
    ]);
  });

  test('inserts a document beside one that is deleted', async () => {
    await counters.delete(await counters.getOne({ name: 'old' }));
    await counters.bulkWrite([{ upsertOne: { filter: { name: 'old' }, update: { unit: 'kg' } } }]);
    expect(await stored()).toEqual([
      ['old', 1, 'ms', true],
      ['old', 0, 'kg', true],
    ]);
  });

  test('sends the signals of an update to those who listen, with what was inserted', async () => {
    const results: unknown[] = [];
    const writes: unknown[] = [];
    const onUpdate = ({ result }: PostUpdate<Counter>) => void results.push(result);
    const onWrite = (payload: PostWrite<Counter>) => void writes.push(...payload.writes);
    await withReceiver(world.bus, { signal: postUpdate, sender: Counter, receiver: onUpdate }, () =>
      withReceiver(world.bus, { signal: postWrite, sender: Counter, receiver: onWrite }, () =>
        counters.bulkWrite([
          { upsertOne: { filter: { name: 'old' }, update: { hits: 7, unit: 's' } } },
          { upsertOne: { filter: { name: 'new' }, update: { unit: 'kg' } } },
        ]),
      ),
    );
    expect(results).toEqual([
      { matchedCount: 1, modifiedCount: 1, created: false },
      { matchedCount: 0, modifiedCount: 0, created: true },
    ]);
    expect(writes).toMatchObject([
      { kind: 'update', filter: { name: 'old' } },
      { kind: 'insert', ids: [3n] },
    ]);
  });

  test('refuses a part that could not be inserted, with its place, before anything is sent', async () => {
    const commands = await world.commandsOf(async () => {
      const error = await errorOf(() =>
        counters.bulkWrite([
          { upsertOne: { filter: { name: 'a' }, update: { unit: 'kg' } } },
          { upsertOne: { filter: { name: 'b' }, update: { hits: 1 } } },
        ]),
      );
      expect(error).toMatchObject({
        code: 'VALIDATION_FAILED',
        issues: [{ path: '1.unit', code: 'required' }],
      });
    });
    expect(commands).toEqual([]);
  });
});
