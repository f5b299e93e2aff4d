import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Decimal128, Long, MaxKey, MinKey, Timestamp, UUID } from 'mongodb';
import type { Document as Stored } from 'mongodb';
import type { MigrationContext } from 'nestjs-documents/migrations';
import { openMigrations } from '../../support/migration/migrations-app.js';
import type { MigrationsApp } from '../../support/migration/migrations-app.js';
import { idOf, migrationOf } from '../../support/migration/steps.js';
import { capabilities } from '../../support/server.js';
import { errorOf } from '../../support/world/integration-app.js';

let up: (context: MigrationContext) => unknown;
let app: MigrationsApp;
beforeEach(async () => {
  app = await openMigrations({ migrations: { walk: migrationOf((context) => up(context)) } });
});
afterEach(() => app.close());

const ids = [
  ...[
    new MinKey(),
    null,
    NaN,
    -Infinity,
    -1.5,
    7,
    Long.fromString('9007199254740993'),
    Decimal128.fromString('1e30'),
  ],
  ...[
    '',
    'a',
    'b',
    { a: 1 },
    { a: 2 },
    new UUID('00000000-0000-4000-8000-000000000001'),
    new UUID('00000000-0000-4000-8000-000000000002'),
  ],
  ...[idOf(1), idOf(2), false, true, new Date(0), new Date(1), new Timestamp({ t: 1, i: 1 })],
  new MaxKey(),
];

describe('eachStoredBatch', () => {
  test.each([1, 2, 3, 100])('reads ids of all types, each document once, %i at a time', async (size) => {
    await app.db.collection<any>('mixed').insertMany(ids.map((_id, index) => ({ _id, index })));
    const order = (await app.db.collection('mixed').find().sort({ _id: 1 }).toArray()).map(
      ({ index }) => index,
    );
    const seen: number[] = [];
    up = (context) =>
      context.eachStoredBatch('mixed', {}, { size }, (documents) => {
        seen.push(...documents.map(({ index }) => index));
      });
    await app.migrations.up();

    expect(seen).toHaveLength(ids.length);
    expect(seen).toEqual(order);
  });

  test('goes on after an id of any type', async () => {
    await app.db.collection<any>('mixed').insertMany(ids.map((_id, index) => ({ _id, index })));
    const seen: number[] = [];
    let calls = 0;
    up = (context) =>
      context.eachStoredBatch('mixed', {}, { size: 1 }, (documents) => {
        if (++calls % 2 === 0) throw new Error('interrupted');
        seen.push(documents[0]?.['index']);
      });
    for (const _id of ids) await app.migrations.up().catch(() => undefined);

    expect(seen.sort((a, b) => a - b)).toEqual(ids.map((_id, index) => index));
  });

  test.each([NaN, Decimal128.fromString('NaN')])('goes on with all numbers after %s', async (nan) => {
    const numbers = [nan, -Infinity, -1, 0, Infinity];
    await app.db.collection<any>('numbers').insertMany(numbers.map((_id, index) => ({ _id, index })));
    const seen: unknown[] = [];
    up = (context) =>
      context.eachStoredBatch('numbers', {}, { size: 1 }, (documents) => {
        seen.push(documents[0]?.['index']);
      });
    await app.migrations.up();

    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  test('takes a filter of the server', async () => {
    await app.db.collection('things').insertMany([{ n: 1 }, { n: 2 }, { n: 3 }]);
    const seen: unknown[] = [];
    up = (context) =>
      context.eachStoredBatch('things', { n: { $gt: 1 } }, {}, (documents) => {
        seen.push(...documents.map(({ n }) => n));
      });
    await app.migrations.up();

    expect(seen).toEqual([2, 3]);
  });

  test('reads nothing of a collection that does not exist', async () => {
    let calls = 0;
    up = (context) => context.eachStoredBatch('nowhere', {}, {}, () => calls++);
    await app.migrations.up();

    expect(calls).toBe(0);
  });
});

describe.runIf(capabilities.transactions)('A transactional stored batch (needs transactions)', () => {
  const increment = (context: MigrationContext, documents: Stored[]) =>
    context.transaction(async ({ session }) => {
      for (const document of documents) {
        document['n'] = Number(document['n']) + 1;
        await app.db
          .collection('things')
          .updateOne({ _id: document['_id'] }, { $set: { n: document['n'] } }, { session });
      }
    });
  const stored = async () =>
    (await app.db.collection('things').find().sort({ _id: 1 }).toArray()).map(({ n }) => n as unknown);
  beforeEach(() => app.db.collection('things').insertMany([1, 2, 3].map((n) => ({ _id: idOf(n), n }))));

  test('is read anew after a conflict with another client', async () => {
    const read: number[][] = [];
    up = (context) =>
      context.eachStoredBatch('things', {}, { size: 2, transactional: true }, async (documents) => {
        read.push(documents.map(({ n }) => n));
        if (read.length === 1) await app.db.collection('things').updateOne({ n: 1 }, { $inc: { n: 10 } });
        await increment(context, documents);
      });
    await app.migrations.up();

    expect(read).toEqual([[1, 2], [11, 2], [3]]);
    expect(await stored()).toEqual([12, 3, 4]);
  });

  test('is rolled back with what the session has written', async () => {
    up = (context) =>
      context.eachStoredBatch('things', {}, { size: 2, transactional: true }, async (documents) => {
        await increment(context, documents);
        if (documents.length === 1) throw new Error('interrupted');
      });
    await errorOf(() => app.migrations.up());

    expect(await stored()).toEqual([2, 3, 3]);
  });

  test('is not given to the work when none of its documents matches any more', async () => {
    let calls = 0;
    const change = () => app.db.collection('things').updateMany({}, { $set: { n: 0 } });
    up = (context) =>
      context.eachStoredBatch('things', { n: { $gt: 0 } }, { transactional: true }, async (documents) => {
        if (++calls === 1) await change();
        await increment(context, documents);
      });
    await app.migrations.up();

    expect(calls).toBe(1);
    expect(await stored()).toEqual([0, 0, 0]);
  });
});
