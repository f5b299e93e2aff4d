import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MigrationContext } from 'nestjs-documents/migrations';
import { openMigrations } from '../../support/migration/migrations-app.js';
import type { MigrationsApp } from '../../support/migration/migrations-app.js';
import { migrationOf } from '../../support/migration/steps.js';
import { errorOf } from '../../support/world/integration-app.js';

const calls: string[] = [];
const note = migrationOf(({ id }) => calls.push(id));
const migrations = { '20260102-second': note, '20260103-third': note };
let app: MigrationsApp;
beforeEach(async () => {
  calls.length = 0;
  app = await openMigrations({ migrations });
  await app.db.collection('changelog').insertMany([
    { fileName: '20260101-first.js', appliedAt: new Date('2026-01-01'), fileHash: 'abc' },
    { fileName: '20260102-second.js', appliedAt: new Date('2026-01-02') },
  ]);
});
afterEach(() => app.close());

describe('importLedger', () => {
  test('takes over what migrate-mongo has applied', async () => {
    expect(await app.migrations.importLedger({ from: 'changelog' })).toEqual([
      '20260101-first',
      '20260102-second',
    ]);
    expect((await app.migrations.status()).migrations).toMatchObject([
      {
        id: '20260101-first',
        state: 'applied',
        problem: undefined,
        appliedAt: new Date('2026-01-01'),
        batch: 0,
      },
      {
        id: '20260102-second',
        state: 'applied',
        problem: undefined,
        appliedAt: new Date('2026-01-02'),
        batch: 0,
      },
      { id: '20260103-third', state: 'pending', problem: undefined },
    ]);
    await app.migrations.up();

    expect(calls).toEqual(['20260103-third']);
  });

  test('adds nothing twice, and leaves alone what was applied here', async () => {
    await app.migrations.up({ to: '20260102-second' });
    const before = await app.ledger();

    expect(await app.migrations.importLedger({ from: 'changelog' })).toEqual(['20260101-first']);
    expect(await app.migrations.importLedger({ from: 'changelog' })).toEqual([]);
    expect((await app.ledger()).at(-1)).toEqual(before[0]);
  });

  test('reverts none without a file', async () => {
    await app.migrations.importLedger({ from: 'changelog' });

    expect(await errorOf(() => app.migrations.down({ steps: 2 }))).toMatchObject({
      code: 'IRREVERSIBLE_MIGRATION',
    });
  });

  test('counts as done before everything that was applied here, whatever the ids are', async () => {
    const Reversible = class {
      up(): void {}
      down({ id }: MigrationContext): void {
        calls.push(id);
      }
    };
    await app.close();
    app = await openMigrations({
      migrations: { '2026-11-30-new': Reversible, '20260101-first': Reversible },
    });
    await app.db.collection('changelog').insertOne({ fileName: '20260101-first.js' });
    await app.migrations.importLedger({ from: 'changelog' });
    await app.migrations.up();
    await app.migrations.down();
    await app.migrations.up();
    await app.migrations.down({ to: '20260101-first' });

    expect(calls).toEqual(['2026-11-30-new', '2026-11-30-new']);
    expect((await app.ledger()).map(({ _id }) => _id)).toEqual(['20260101-first']);
  });

  test.each([[{ fileName: 7 }], [{ fileName: '../../etc.js' }], [{}]])(
    'refuses the entry %o',
    async (entry) => {
      await app.db.collection('changelog').insertOne(entry);

      expect(await errorOf(() => app.migrations.importLedger({ from: 'changelog' }))).toMatchObject({
        code: 'INVALID_MIGRATION_LEDGER',
      });
      expect(await app.ledger()).toEqual([]);
    },
  );

  test.each([
    [{}, '"from" is missing'],
    [{ from: '' }, '"from" is not the name of a collection'],
  ])('refuses the options %o', async (options, reason) => {
    expect(await errorOf(() => app.migrations.importLedger(options as never))).toMatchObject({ reason });
  });
});
