import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MigrationContext } from 'nestjs-documents/migrations';
import { openMigrations } from '../../support/migration/migrations-app.js';
import type { MigrationsApp } from '../../support/migration/migrations-app.js';
import { idOf, migrationOf } from '../../support/migration/steps.js';
import { withFailPoint } from '../../support/fail-points.js';
import { errorOf } from '../../support/world/integration-app.js';
import { capabilities } from '../../support/server.js';

let up: (context: MigrationContext) => unknown;
let app: MigrationsApp;
const open = async (transactional: boolean) => {
  app = await openMigrations({
    migrations: { walk: migrationOf((context) => up(context), { transactional }) },
  });
  await app.db
    .collection<any>('people')
    .insertMany([1, 2, 3, 4].map((number) => ({ _id: idOf(number), name: `p${number}` })));
};
const statuses = async () =>
  (await app.db.collection('people').find().sort({ _id: 1 }).toArray()).map(({ status }) => status);
const fail = () => {
  throw new Error('interrupted');
};

describe.runIf(capabilities.transactions)('A transactional migration (needs transactions)', () => {
  beforeEach(() => open(true));
  afterEach(() => app.close());

  test('is applied together with its entry in the ledger', async () => {
    up = () => app.people.updateMany({}, { status: 'new' }, { allowAll: true });
    const commands = await app.commandsOf(() => app.migrations.up());

    expect(await statuses()).toEqual(['new', 'new', 'new', 'new']);
    expect(
      commands.filter(({ command }) => command['autocommit'] === false).map(({ commandName }) => commandName),
    ).toEqual(['update', 'update', 'commitTransaction']);
  });

  test('leaves nothing when it fails', async () => {
    up = async () => {
      await app.people.updateMany({}, { status: 'new' }, { allowAll: true });
      fail();
    };
    const error = await errorOf(() => app.migrations.up());

    expect(error).toMatchObject({ code: 'MIGRATION_FAILED', cause: { message: 'interrupted' } });
    expect(await statuses()).toEqual([undefined, undefined, undefined, undefined]);
    expect(await app.ledger()).toMatchObject([{ _id: 'walk', state: 'failed' }]);
  });

  test('walks from the beginning when it is run again', async () => {
    let isFirst = true;
    const seen: string[] = [];
    up = (context) =>
      context.eachBatch(app.people.find(), { size: 2 }, async (documents) => {
        seen.push(...documents.map(({ name }) => name));
        for (const person of documents) await app.people.save(Object.assign(person, { status: 'new' }));
        if (isFirst && seen.length === 4) {
          isFirst = false;
          fail();
        }
      });
    await errorOf(() => app.migrations.up());
    expect(await statuses()).toEqual([undefined, undefined, undefined, undefined]);
    await app.migrations.up();

    expect(seen).toEqual(['p1', 'p2', 'p3', 'p4', 'p1', 'p2', 'p3', 'p4']);
    expect(await statuses()).toEqual(['new', 'new', 'new', 'new']);
  });
});

describe.runIf(capabilities.transactions)('A step that asks for a transaction (needs transactions)', () => {
  beforeEach(() => open(false));
  afterEach(() => app.close());

  test('is applied whole or not at all, and the others stay', async () => {
    up = async (context) => {
      await app.people.updateMany({ name: 'p1' }, { status: 'before' });
      await context.transaction(async () => {
        await app.people.updateMany({}, { status: 'new' }, { allowAll: true });
        fail();
      });
    };
    await errorOf(() => app.migrations.up());

    expect(await statuses()).toEqual(['before', undefined, undefined, undefined]);
  });

  test('gives the driver its session', async () => {
    up = (context) =>
      context.transaction(async ({ session }) => {
        await context.connection.db
          .collection('people')
          .updateMany({}, { $set: { status: 'new' } }, { session });
        fail();
      });
    await errorOf(() => app.migrations.up());

    expect(await statuses()).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('may be a batch, which is done once with its position', async () => {
    let isFirst = true;
    up = (context) =>
      context.eachBatch(app.people.find(), { size: 2, transactional: true }, async (documents) => {
        for (const person of documents)
          await app.people.save(Object.assign(person, { status: `${person.status ?? ''}+` }));
        if (isFirst && documents[0]?.name === 'p3') {
          isFirst = false;
          fail();
        }
      });
    await errorOf(() => app.migrations.up());
    expect(await statuses()).toEqual(['+', '+', undefined, undefined]);
    expect(await app.ledger()).toMatchObject([
      { positions: [{ name: 'Person', after: idOf(2), done: 2, total: 4 }] },
    ]);
    await app.migrations.up();

    expect(await statuses()).toEqual(['+', '+', '+', '+']);
  });

  test.runIf(capabilities.failPoints)(
    'leaves no position of a batch whose commit was refused, whatever follows (needs fail points)',
    async () => {
      const refused = { commands: ['commitTransaction'], skip: 1, data: { errorCode: 11601 } };
      const walk = (context: MigrationContext) =>
        context.eachBatch(app.people.find(), { size: 2, transactional: true }, () => undefined);
      let code: unknown;
      up = async (context) => {
        await withFailPoint(app.appName, refused, async () => {
          code = (await errorOf(() => walk(context))).code;
        });
        await context.eachBatch(app.people.find(), { name: 'other' }, () => undefined);
        fail();
      };
      await errorOf(() => app.migrations.up());

      expect(code).toBe('COMMIT_REFUSED');
      expect((await app.ledger())[0]).toMatchObject({
        positions: [
          { name: 'Person', after: idOf(2), done: 2, total: 4 },
          { name: 'other', after: idOf(4), done: 4, total: 4 },
        ],
      });
    },
  );

  test('holds walks that are part of it', async () => {
    up = (context) =>
      context.transaction(async () => {
        for (const name of ['first', 'second'])
          await context.eachBatch(app.people.find(), { size: 3 }, async (documents) => {
            for (const person of documents)
              await app.people.save(Object.assign(person, { status: `${person.status ?? ''}${name} ` }));
          });
      });
    await app.migrations.up();

    expect(await statuses()).toEqual(Array.from({ length: 4 }, () => 'first second '));
  });
});
