import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import { runProgram } from '../../support/run-program.js';
import type { Program } from '../../support/run-program.js';
import { capabilities, databaseUri } from '../../support/server.js';

const file = join('test', 'support', 'programs', 'migrate.ts');
const needTransactions = capabilities.transactions ? test : test.skip;

let client: MongoClient;
let db: Db;
let uri: string;
beforeEach(async () => {
  uri = databaseUri();
  client = await MongoClient.connect(uri);
  db = client.db();
});
afterEach(async () => {
  await db.dropDatabase();
  await client.close();
});

const migrate = (parameters: readonly string[], nodeOptions: readonly string[] = []): Program =>
  runProgram(file, parameters, { MONGODB_URI: uri }, nodeOptions);
const insertNumbers = async (count: number) => {
  for (let first = 0; first < count; first += 10_000)
    await db
      .collection<object>('numbers')
      .insertMany(
        Array.from({ length: Math.min(10_000, count - first) }, (_, index) => ({ _id: first + index })),
      );
};
const visitsOf = async () =>
  (
    await db
      .collection('numbers')
      .aggregate([{ $group: { _id: '$visits', count: { $sum: 1 } } }])
      .toArray()
  ).map(({ _id, count }) => [_id, count]);
/** The lease of a process that died ends at once. */
const endLease = () =>
  db.collection<object>('migrations_lock').updateOne({}, { $set: { leasedUntil: new Date(0) } });

describe('A process that is killed in the middle of a migration', () => {
  needTransactions(
    'leaves its position, and the next one ends with each document done once (needs transactions)',
    async () => {
      await insertNumbers(1000);
      const died = await migrate(['100', '4']).ended;

      expect(died.signal).toBe('SIGKILL');
      expect(await db.collection('migrations').findOne()).toMatchObject({
        ...{ _id: 'visit', state: 'running' },
        positions: [{ name: 'NumberDocument', after: 299, done: 300, total: 1000 }],
      });
      await endLease();
      const next = await migrate(['100']).ended;

      expect(next.output).toContain('The lock was stuck, and its lease is over.');
      expect(next.output).toContain('ran visit in 7 batches');
      expect(next.exitCode).toBe(0);
      expect(await visitsOf()).toEqual([[1, 1000]]);
      expect(await db.collection('migrations').findOne()).toMatchObject({ _id: 'visit', state: 'applied' });
    },
  );
});

describe('Two processes that migrate at once', () => {
  needTransactions('do it once (needs transactions)', async () => {
    await insertNumbers(1000);
    const both = await Promise.all([migrate(['100']).ended, migrate(['100']).ended]);

    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(both.map(({ output }) => /ran .*/.exec(output)?.[0]).sort()).toEqual([
      'ran nothing in 0 batches',
      'ran visit in 10 batches',
    ]);
    expect(await visitsOf()).toEqual([[1, 1000]]);
  });
});

describe('A migration of 100,000 documents', () => {
  needTransactions(
    'needs no more memory than one of a batch (needs transactions)',
    async () => {
      await insertNumbers(100_000);
      const { exitCode, output } = await migrate(['2000'], ['--max-old-space-size=64']).ended;

      expect(output).toContain('ran visit in 50 batches');
      expect(exitCode).toBe(0);
      expect(await visitsOf()).toEqual([[1, 100_000]]);
    },
    60_000,
  );
});
