import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MongoClient, UUID } from 'mongodb';
import type { Db } from 'mongodb';
import { runProgram } from '../../support/run-program.js';
import { capabilities, databaseUri } from '../../support/server.js';

const file = join('test', 'support', 'programs', 'migrate.ts');

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

const migrate = (parameters: readonly string[], nodeOptions: readonly string[] = [], timeout?: number) =>
  runProgram(file, parameters, { MONGODB_URI: uri }, nodeOptions, timeout).ended;
const insertNumbers = async (count: number, text?: string) => {
  for (let first = 0; first < count; first += 1000) {
    const rows = Array.from({ length: Math.min(1000, count - first) }, (_, index) => ({
      ...(text && { text }),
      _id: first + index,
    }));
    await db.collection<any>('numbers').insertMany(rows);
  }
};
const visitsOf = async () => {
  const groups = [{ $group: { _id: '$visits', count: { $sum: 1 } } }, { $sort: { _id: 1 } }];
  const counted = await db.collection('numbers').aggregate(groups).toArray();
  return counted.map(({ _id, count }) => [_id, count]);
};
/** The lease of a process that died is over, and the server has ended its transaction. */
const endLease = async (output: string) => {
  const ids = new Set([...output.matchAll(/^session (\w+)$/gm)].map(([, id]) => id ?? ''));
  const killSessions = [...ids].map((id) => ({ id: new UUID(id) }));
  if (killSessions.length > 0) await client.db('admin').command({ killSessions });
  await db.collection<any>('migrations_lock').updateOne({}, { $set: { leasedUntil: new Date(0) } });
};

describe('A process that is killed in the middle of a migration', () => {
  test('leaves its position, and the next one goes on with the batch that was not finished', async () => {
    await insertNumbers(1000);
    const died = await migrate(['100', 'plain', '4']);

    expect(died.signal).toBe('SIGKILL');
    expect(await db.collection('migrations').findOne()).toMatchObject({
      ...{ _id: 'visit', state: 'running' },
      positions: [{ name: 'NumberDocument', after: 299, done: 300, total: 1000 }],
    });
    await endLease(died.output);
    const next = await migrate(['100']);

    expect(next.output).toContain('The lock was stuck, and its lease is over.');
    expect(next.output).toContain('ran visit in 7 batches');
    expect(next.exitCode).toBe(0);
    // The first half of the fourth batch.
    expect(await visitsOf()).toEqual([
      [1, 950],
      [2, 50],
    ]);
    expect(await db.collection('migrations').findOne()).toMatchObject({ _id: 'visit', state: 'applied' });
  });

  (capabilities.transactions ? test : test.skip)(
    'has done each document once if batches are transactional (needs transactions)',
    async () => {
      await insertNumbers(1000);
      const died = await migrate(['100', 'transactional', '4']);
      await endLease(died.output);
      const next = await migrate(['100', 'transactional']);

      expect(died.signal).toBe('SIGKILL');
      expect(next.output).toContain('ran visit in 7 batches');
      expect(await visitsOf()).toEqual([[1, 1000]]);
    },
  );
});

describe('Two processes that migrate at once', () => {
  test('do it once', async () => {
    await insertNumbers(1000);
    const both = await Promise.all([migrate(['100']), migrate(['100'])]);

    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(both.map(({ output }) => /ran .*/.exec(output)?.[0]).sort()).toEqual([
      'ran nothing in 0 batches',
      'ran visit in 10 batches',
    ]);
    expect(await visitsOf()).toEqual([[1, 1000]]);
  });
});

describe('A migration of more documents than the memory holds', () => {
  test('needs no more than for a batch', async () => {
    await insertNumbers(2500, 'x'.repeat(40_000));
    const limit = ['--max-old-space-size=64'];
    const { exitCode, output } = await migrate(['250', 'note'], limit, 100_000);

    expect(output).toContain('ran visit in 10 batches');
    expect(exitCode).toBe(0);
    const notes = await db
      .collection('notes')
      .find({}, { sort: { first: 1 } })
      .toArray();
    expect(notes.map(({ first, count }) => [first, count])).toEqual(
      Array.from({ length: 10 }, (_, index) => [index * 250, 250]),
    );
  }, 150_000);
});
