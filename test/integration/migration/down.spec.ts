import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Migration, MigrationContext } from 'nestjs-documents/migrations';
import { openMigrations } from '../../support/migration/migrations-app.js';
import type { MigrationsApp } from '../../support/migration/migrations-app.js';
import { errorOf } from '../../support/world/integration-app.js';

const calls: string[] = [];

class Reversible implements Migration {
  up({ id, direction }: MigrationContext): void {
    calls.push(`${id} ${direction}`);
  }
  down({ id, direction }: MigrationContext): void {
    calls.push(`${id} ${direction}`);
  }
}
class OneWay implements Migration {
  up(): void {}
}

let app: MigrationsApp;
beforeEach(async () => {
  app = await openMigrations({ migrations: { a: OneWay, b: Reversible, c: Reversible, d: Reversible } });
  await app.migrations.up();
  calls.length = 0;
});
afterEach(() => app.close());

describe('down', () => {
  test('reverts the last migration', async () => {
    const report = await app.migrations.down();

    expect(calls).toEqual(['d down']);
    expect(report).toMatchObject({ direction: 'down', migrations: [{ id: 'd' }] });
    expect((await app.migrations.status()).pending).toEqual(['d']);
  });

  test('reverts several, the last one first', async () => {
    await app.migrations.down({ steps: 2 });

    expect(calls).toEqual(['d down', 'c down']);
  });

  test('reverts those after one that stays', async () => {
    await app.migrations.down({ to: 'b' });

    expect(calls).toEqual(['d down', 'c down']);
    expect((await app.ledger()).map(({ _id }) => _id)).toEqual(['a', 'b']);
  });

  test('reverts what was applied by a later call first, also if its id is smaller', async () => {
    // As if c had come later, with the merge of a branch.
    await app.db.collection<{ _id: string }>('migrations').deleteOne({ _id: 'c' });
    await app.migrations.up();
    calls.length = 0;
    await app.migrations.down({ to: 'b' });

    expect(calls).toEqual(['c down', 'd down']);
  });

  test('refuses one that is not applied as the one that stays', async () => {
    await app.migrations.down();
    calls.length = 0;

    expect(await errorOf(() => app.migrations.down({ to: 'd' }))).toMatchObject({
      code: 'INVALID_MIGRATION_OPTIONS',
      reason: '"to" is the id of a migration that is not applied, and cannot stay so',
    });
    expect(calls).toEqual([]);
  });

  test('reverts nothing if one of them has no down', async () => {
    const error = await errorOf(() => app.migrations.down({ steps: 4 }));

    expect(error).toMatchObject({ code: 'IRREVERSIBLE_MIGRATION', migration: 'a' });
    expect(calls).toEqual([]);
    expect((await app.migrations.status()).isUpToDate).toBe(true);
  });

  test('is followed by up', async () => {
    await app.migrations.down();
    await app.migrations.up();

    expect(calls).toEqual(['d down', 'd up']);
  });

  test('shows in a dry run what it would revert', async () => {
    const report = await app.migrations.down({ steps: 2, dryRun: true });

    expect(String(report).split('\n')).toEqual([
      '2 migrations would be reverted',
      'Migration  Duration  Batches',
      'd',
      'c',
    ]);
    expect(calls).toEqual([]);
    expect((await app.migrations.status()).isUpToDate).toBe(true);
  });

  test.each([
    [{ to: 'x' }, '"to" is not the id of a migration'],
    [{ to: 'a', steps: 1 }, 'They have both "to" and "steps"'],
    [{ steps: 0 }, '"steps" is not a whole number from 1 on'],
    [{ steps: 1.5 }, '"steps" is not a whole number from 1 on'],
    [{ whenLocked: 'fail' }, "\"whenLocked\" is not 'wait' or 'return'"],
    [{ unknown: 1 }, 'One of them has an unknown name'],
    [null, 'They are null and not an object'],
  ])('refuses %o', async (options, reason) => {
    expect(await errorOf(() => app.migrations.down(options as never))).toMatchObject({
      code: 'INVALID_MIGRATION_OPTIONS',
      reason,
    });
    expect(calls).toEqual([]);
  });
});
