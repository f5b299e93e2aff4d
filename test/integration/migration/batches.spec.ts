import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exists } from 'nestjs-documents';
import type { MigrationContext, MigrationProgress } from 'nestjs-documents/migrations';
import { openMigrations, Person } from '../../support/migration/migrations-app.js';
import type { MigrationsApp } from '../../support/migration/migrations-app.js';
import { idOf, migrationOf } from '../../support/migration/steps.js';
import { errorOf } from '../../support/world/integration-app.js';

/** The work of the migration `walk`. */
let up: (context: MigrationContext) => unknown;
let app: MigrationsApp;
let batches: unknown[][];
beforeEach(async () => {
  batches = [];
  app = await openMigrations({ migrations: { walk: migrationOf((context) => up(context)) } });
});
afterEach(() => app.close());

const insert = (count: number) =>
  app.db
    .collection<any>('people')
    .insertMany(Array.from({ length: count }, (_, index) => ({ _id: idOf(index), name: `p${index}` })));
const keep = (documents: readonly { readonly name?: unknown }[]): void => {
  batches.push(documents.map(({ name }) => name));
};

describe('eachBatch', () => {
  test('gives the documents of a query batch by batch, by ascending id', async () => {
    await insert(5);
    up = ({ eachBatch }) => eachBatch(app.people.find({}), { size: 2 }, keep);
    await app.migrations.up();

    expect(batches).toEqual([['p0', 'p1'], ['p2', 'p3'], ['p4']]);
  });

  test('gives instances that can be saved, and goes on when they do not match any more', async () => {
    await insert(5);
    up = (context) =>
      context.eachBatch(app.people.find({ status: exists(false) }), { size: 2 }, async (documents) => {
        for (const person of documents) await app.people.save(Object.assign(person, { status: 'new' }));
      });
    await app.migrations.up();

    expect(await app.db.collection('people').countDocuments({ status: 'new' })).toBe(5);
  });

  test('gives plain and partial documents in the form of the query', async () => {
    await insert(3);
    const seen: unknown[] = [];
    up = (context) =>
      context.eachBatch(
        app.people.find().omit('id').plain(),
        { size: 2 },
        (documents) => void seen.push(documents),
      );
    await app.migrations.up();

    expect(seen).toEqual([[{ name: 'p0' }, { name: 'p1' }], [{ name: 'p2' }]]);
  });

  test('leaves out unreadable documents where the query says so', async () => {
    await insert(3);
    await app.db.collection('people').updateOne({ name: 'p1' }, { $set: { name: 7 } });
    up = (context) => context.eachBatch(app.people.find().onUnreadable('skip'), { size: 2 }, keep);
    await app.migrations.up();

    expect(batches).toEqual([['p0'], ['p2']]);
  });

  test('tells its progress', async () => {
    await insert(5);
    const progress: MigrationProgress[] = [];
    let end: unknown;
    up = async (context) => {
      end = await context.eachBatch(app.people.find(), { size: 2 }, keep);
    };
    const report = await app.migrations.up({ onProgress: (each) => void progress.push(each) });

    expect(progress.map(({ done, total }) => `${done}/${total}`)).toEqual(['0/5', '2/5', '4/5', '5/5']);
    expect(progress[0]).toEqual({ migration: 'walk', name: 'Person', done: 0, total: 5 });
    expect(end).toEqual({ migration: 'walk', name: 'Person', done: 5, total: 5 });
    expect(report.migrations[0]?.batches).toEqual([end]);
    expect(String(report).split('\n').at(-1)).toMatch(/^walk {7}\d+ ms +Person: 5 documents$/);
  });

  test('refuses to walk twice under one name', async () => {
    await insert(3);
    up = async (context) => {
      await context.eachBatch(app.people.find(), { size: 2 }, keep);
      await context.eachBatch(app.people.find(), {}, keep);
    };
    const error = await errorOf(() => app.migrations.up());

    expect(error.cause).toMatchObject({
      code: 'INVALID_MIGRATION_OPTIONS',
      reason: 'It walks twice through one class or collection, and the positions have one name',
    });
  });

  test('walks twice under two names', async () => {
    await insert(3);
    up = async (context) => {
      await context.eachBatch(app.people.find(), {}, keep);
      await context.eachBatch(app.people.find(), { name: 'second pass' }, keep);
    };
    await app.migrations.up();

    expect(batches).toEqual([
      ['p0', 'p1', 'p2'],
      ['p0', 'p1', 'p2'],
    ]);
  });

  test.each([
    [
      'a query with a limit',
      () => app.people.find().limit(1),
      {},
      'eachBatch was given a query set with sort, skip or limit',
    ],
    [
      'a query with a sort',
      () => app.people.find().sort({ name: 'asc' }),
      {},
      'eachBatch was given a query set with sort, skip or limit',
    ],
    [
      'a query with a collation',
      () => app.people.find().collation({ locale: 'en', strength: 2 }),
      {},
      'eachBatch was given a query set with a collation, by which different ids may be equal',
    ],
    ['a class', () => Person, {}, 'eachBatch was not given a query set'],
    [
      'a size of 0',
      () => app.people.find(),
      { size: 0 },
      '"size" of a batch is not a whole number from 1 on',
    ],
    ['an empty name', () => app.people.find(), { name: '' }, '"name" of a walk is not text'],
  ])('refuses %s', async (_what, query, options, reason) => {
    up = (context) => context.eachBatch(query() as never, options, keep);

    expect((await errorOf(() => app.migrations.up())).cause).toMatchObject({ reason });
  });
});

describe('A walk that was interrupted', () => {
  const failOnce = (at: string) => {
    let isFirst = true;
    return (documents: Person[]): void => {
      keep(documents);
      if (documents.some(({ name }) => name === at) && isFirst) {
        isFirst = false;
        throw new Error('interrupted');
      }
    };
  };

  test('goes on with the batch that it did not finish', async () => {
    await insert(6);
    const work = failOnce('p3');
    up = (context) => context.eachBatch(app.people.find(), { size: 2 }, work);
    const error = await errorOf(() => app.migrations.up());

    expect(error).toMatchObject({ code: 'MIGRATION_FAILED', migration: 'walk', direction: 'up' });
    expect(error.cause.message).toBe('interrupted');
    expect(await app.ledger()).toEqual([
      {
        ...{ _id: 'walk', state: 'failed', direction: 'up', batch: 1 },
        positions: [{ name: 'Person', after: idOf(1), done: 2, total: 6 }],
      },
    ]);
    const progress: number[] = [];
    await app.migrations.up({ onProgress: ({ done }) => void progress.push(done) });

    expect(batches).toEqual([
      ['p0', 'p1'],
      ['p2', 'p3'],
      ['p2', 'p3'],
      ['p4', 'p5'],
    ]);
    expect(progress).toEqual([2, 4, 6]);
    expect(await app.ledger()).toEqual([{ _id: 'walk', state: 'applied', direction: 'up', batch: 2 }]);
  });

  test('begins anew if its file has changed', async () => {
    await insert(4);
    up = (context) => context.eachBatch(app.people.find(), { size: 2 }, failOnce('p2'));
    await errorOf(() => app.migrations.up());
    await app.db
      .collection<{ _id: string }>('migrations')
      .updateOne({ _id: 'walk' }, { $set: { checksum: 'of another file' } });
    up = (context) => context.eachBatch(app.people.find(), { size: 2 }, keep);
    await app.migrations.up();

    expect(batches).toEqual([
      ['p0', 'p1'],
      ['p2', 'p3'],
      ['p0', 'p1'],
      ['p2', 'p3'],
    ]);
  });
});

describe('A dry run', () => {
  test('calls nothing', async () => {
    up = () => batches.push(['called']);
    const report = await app.migrations.up({ dryRun: true });

    expect(String(report).split('\n')).toEqual([
      '1 migration would be applied',
      'Migration  Duration  Batches',
      'walk',
    ]);
    expect(batches).toEqual([]);
    expect(await app.ledger()).toEqual([]);
  });

  test('counts the batches of a class that allows it', async () => {
    const counted = migrationOf(
      async (context) => {
        await context.eachBatch(app.people.find({ name: 'p1' }), {}, keep);
        await context.eachStoredBatch('people', {}, {}, keep);
        await context.transaction(() => keep([]));
      },
      { callInDryRun: true },
    );
    await app.close();
    app = await openMigrations({ migrations: { counted } });
    await insert(5);
    const report = await app.migrations.up({ dryRun: true });

    expect(String(report).split('\n').at(-1)).toBe(
      'counted              Person: 1 documents, people: 5 documents',
    );
    expect(batches).toEqual([]);
    expect(await app.ledger()).toEqual([]);
  });
});
