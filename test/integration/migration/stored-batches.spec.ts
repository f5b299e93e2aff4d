import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Decimal128, Long, MaxKey, MinKey, Timestamp, UUID } from 'mongodb';
import type { MigrationContext } from 'nestjs-documents/migrations';
import { openMigrations } from '../../support/migration/migrations-app.js';
import type { MigrationsApp } from '../../support/migration/migrations-app.js';
import { idOf, migrationOf } from '../../support/migration/steps.js';

let up: (context: MigrationContext) => unknown;
let app: MigrationsApp;
beforeEach(async () => {
  app = await openMigrations({ migrations: { walk: migrationOf((context) => up(context)) } });
});
afterEach(() => app.close());

const ids = [
  ...[new MinKey(), null, -1.5, 7, Long.fromString('9007199254740993'), Decimal128.fromString('1e30')],
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
