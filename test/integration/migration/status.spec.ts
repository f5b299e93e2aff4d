import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MigrationsChangedError } from 'nestjs-documents';
import type { Migration, MigrationClass } from 'nestjs-documents/migrations';
import { openMigrations } from '../../support/migration/migrations-app.js';
import type { MigrationsApp } from '../../support/migration/migrations-app.js';
import { errorOf } from '../../support/world/integration-app.js';
import { databaseUri } from '../../support/server.js';

class First implements Migration {
  up(): void {}
}
class Changed implements Migration {
  readonly changed = true;
  up(): void {}
}
class Second implements Migration {
  up(): void {}
}

const uri = databaseUri();
let app: MigrationsApp;
const open = async (migrations: Record<string, MigrationClass>) =>
  (app = await openMigrations({ migrations }, { uri }));
const reopen = async (migrations: Record<string, MigrationClass>) => {
  await app.close('keep');
  return open(migrations);
};
const statesOf = async () =>
  (await app.migrations.status()).migrations.map(({ id, state, problem }) => [id, state, problem]);

beforeEach(() => open({ '1-first': First, '2-second': Second }).then(() => undefined));
afterEach(() => app.close());

describe('The status', () => {
  test('shows what is applied and what is pending', async () => {
    await app.migrations.up({ to: '1-first' });
    const status = await app.migrations.status();

    expect(await statesOf()).toEqual([
      ['1-first', 'applied', undefined],
      ['2-second', 'pending', undefined],
    ]);
    expect(status.pending).toEqual(['2-second']);
    expect(status.isUpToDate).toBe(false);
    expect(status.migrations[0]).toMatchObject({
      batch: 1,
      appliedAt: expect.any(Date),
      duration: expect.any(Number),
    });
    expect(Object.isFrozen(status.migrations[0])).toBe(true);
  });

  test('is up to date when all are applied', async () => {
    await app.migrations.up();

    expect((await app.migrations.status()).isUpToDate).toBe(true);
  });

  test('is a table for people', async () => {
    await app.migrations.up({ to: '1-first' });
    await app.db
      .collection('migrations')
      .updateOne(
        { batch: 1 },
        { $set: { appliedAt: new Date('2026-11-30T13:05:33.123Z'), duration: 12_345 } },
      );

    expect(String(await app.migrations.status()).split('\n')).toEqual([
      'Migration  State    Applied at (UTC)     Duration  Batch',
      '1-first    applied  2026-11-30 13:05:33  12.3 s    1',
      '2-second   pending',
    ]);
  });

  test('is plain data for machines', async () => {
    await app.db.collection<{ _id: string }>('migrations_lock').insertOne({
      _id: 'lock',
      ...{ holder: 'x', process: 'host 1', lockedAt: new Date(0), leasedUntil: new Date(0) },
    });

    expect(JSON.parse(JSON.stringify(await app.migrations.status()))).toEqual({
      isUpToDate: false,
      migrations: [
        { id: '1-first', state: 'pending' },
        { id: '2-second', state: 'pending' },
      ],
      lockedBy: {
        process: 'host 1',
        lockedAt: '1970-01-01T00:00:00.000Z',
        leasedUntil: '1970-01-01T00:00:00.000Z',
      },
    });
  });

  test('says who has the lock', async () => {
    await app.db.collection<{ _id: string }>('migrations_lock').insertOne({
      _id: 'lock',
      ...{ holder: 'x', process: 'host 1', lockedAt: new Date(0), leasedUntil: new Date(1000) },
    });

    expect(
      String(await app.migrations.status())
        .split('\n')
        .at(-1),
    ).toBe(
      'Locked by the process host 1 since 1970-01-01 00:00:00, until 1970-01-01 00:00:01 unless it renews that',
    );
  });

  test('numbers the calls of up', async () => {
    await app.migrations.up({ to: '1-first' });
    await app.migrations.up();

    expect((await app.migrations.status()).migrations.map(({ batch }) => batch)).toEqual([1, 2]);
  });
});

describe('Applied migrations that differ from their files', () => {
  test('are shown and refuse to be run', async () => {
    await app.migrations.up();
    await reopen({ '1-first': Changed, '3-third': First });

    expect(await statesOf()).toEqual([
      ['1-first', 'applied', 'changed'],
      ['2-second', 'applied', 'missing'],
      ['3-third', 'pending', undefined],
    ]);
    const error = await errorOf(() => app.migrations.up());
    expect(error).toBeInstanceOf(MigrationsChangedError);
    expect(error).toMatchObject({ changed: ['1-first'], missing: ['2-second'] });
    expect(error.reason).toBe(
      'The files do not fit the ledger; changed since they were applied: 1-first; applied but without a file: 2-second',
    );
    expect(await errorOf(() => app.migrations.down())).toBeInstanceOf(MigrationsChangedError);
    expect((await statesOf())[2]).toEqual(['3-third', 'pending', undefined]);
  });

  test('are accepted as they are', async () => {
    await app.migrations.up();
    await reopen({ '1-first': Changed, '3-third': First });

    await app.migrations.accept(['1-first', '2-second']);

    expect(await statesOf()).toEqual([
      ['1-first', 'applied', undefined],
      ['3-third', 'pending', undefined],
    ]);
    expect((await app.migrations.up()).migrations.map(({ id }) => id)).toEqual(['3-third']);
  });

  test('are accepted by their ids only', async () => {
    expect(await errorOf(() => app.migrations.accept(['1-first']))).toMatchObject({
      code: 'INVALID_MIGRATION_OPTIONS',
      reason: 'One of the ids does not belong to a migration that is changed or missing',
    });
  });

  test('may have been edited if they are not applied', async () => {
    await reopen({ '1-first': Changed, '2-second': Second });

    expect((await app.migrations.up()).migrations.map(({ id }) => id)).toEqual(['1-first', '2-second']);
  });
});

describe('A ledger that others have written to', () => {
  test.each([
    [{ _id: 7 }, 'An entry has no valid id'],
    [{ _id: '$x' }, 'An entry has no valid id'],
    [{ _id: 'a' }, 'The entry of a has no valid state'],
    [{ _id: 'a', state: 'applied', direction: 'up', batch: 'x' }, 'The entry of a has no valid batch'],
    [
      { _id: 'a', state: 'failed', direction: 'up', batch: 1, positions: [{ name: 1 }] },
      'The entry of a has no valid positions',
    ],
  ])('is refused: %o', async (entry, reason) => {
    await app.db.collection<any>('migrations').insertOne(entry);

    for (const work of [() => app.migrations.status(), () => app.migrations.up()])
      expect(await errorOf(work)).toMatchObject({ code: 'INVALID_MIGRATION_LEDGER', reason });
  });
});
