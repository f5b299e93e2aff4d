import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Migration, MigrationClass } from 'nestjs-documents/migrations';
import { openMigrations } from '../../support/migration/migrations-app.js';
import type { MigrationsApp } from '../../support/migration/migrations-app.js';
import { migrationOf } from '../../support/migration/steps.js';
import { errorOf } from '../../support/world/integration-app.js';

const directory = 'test/support/migration/files';
let app: MigrationsApp;
beforeEach(async () => void (app = await openMigrations({ directory })));
afterEach(() => app.close());

describe('up', () => {
  test('applies all migrations of a folder in the order of their names', async () => {
    await app.db.collection('people').insertMany([{ name: 'Ada' }, { name: 'Bob' }]);

    const report = await app.migrations.up();

    expect(report.migrations.map(({ id }) => id)).toEqual(['2026-01-01-add-status', '2026-01-02-note']);
    expect(
      await app.db
        .collection('people')
        .find({}, { projection: { _id: 0 }, sort: { name: 1 } })
        .toArray(),
    ).toEqual([{ name: 'Ada', status: 'active' }, { name: 'Bob' }]);
    expect(await app.ledger()).toEqual([
      { _id: '2026-01-01-add-status', state: 'applied', direction: 'up', batch: 1 },
      { _id: '2026-01-02-note', state: 'applied', direction: 'up', batch: 1 },
    ]);
  });

  test('applies nothing twice', async () => {
    await app.migrations.up();
    const report = await app.migrations.up();

    expect(report.migrations).toEqual([]);
    expect(String(report)).toBe('No migration was applied');
    expect(await app.db.collection('notes').countDocuments()).toBe(1);
  });

  test('gives the lock back', async () => {
    await app.migrations.up();

    expect(await app.db.collection('migrations_lock').countDocuments()).toBe(0);
  });
});

describe('A failure in the middle', () => {
  const fine = migrationOf(() => undefined);
  const failing = migrationOf(() => {
    throw new Error('mistake');
  });
  const open = async (migrations: Record<string, MigrationClass>): Promise<void> => {
    await app.close();
    app = await openMigrations({ migrations });
  };

  test('says what the same call has applied before', async () => {
    await open({ a: fine, b: fine, c: fine, d: failing });
    await app.migrations.up({ to: 'a' });
    const error = await errorOf(() => app.migrations.up());

    expect(error).toMatchObject({
      ...{ code: 'MIGRATION_FAILED', migration: 'd', applied: ['b', 'c'] },
      reason: 'Its method up threw; applied before: b, c',
    });
    expect(await errorOf(() => app.migrations.up())).toMatchObject({
      applied: [],
      reason: 'Its method up threw; nothing was applied before',
    });
  });

  test('says what the same call has reverted before', async () => {
    class Reversible implements Migration {
      up(): void {}
      down(): void {}
    }
    class FailingDown extends Reversible {
      override down(): void {
        throw new Error('mistake');
      }
    }
    await open({ a: FailingDown, b: Reversible });
    await app.migrations.up();

    expect(await errorOf(() => app.migrations.down({ steps: 2 }))).toMatchObject({
      ...{ direction: 'down', migration: 'a', applied: ['b'] },
      reason: 'Its method down threw; reverted before: b',
    });
  });
});
