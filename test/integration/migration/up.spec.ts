import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openMigrations } from '../../support/migration/migrations-app.js';
import type { MigrationsApp } from '../../support/migration/migrations-app.js';

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
