import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MigrationContext } from 'nestjs-documents/migrations';
import { openMigrations } from '../../support/migration/migrations-app.js';
import type { MigrationsApp } from '../../support/migration/migrations-app.js';
import { idOf, migrationOf } from '../../support/migration/steps.js';
import { errorOf } from '../../support/world/integration-app.js';
import { databaseUri } from '../../support/server.js';

let up: (context: MigrationContext) => unknown;
const migrations = { walk: migrationOf((context) => up(context)) };
const uri = databaseUri();
let app: MigrationsApp;
beforeEach(async () => {
  up = () => undefined;
  app = await openMigrations({ migrations, lease: '1s' }, { uri });
});
afterEach(() => app.close());

const locks = () => app.db.collection<{ _id: string }>('migrations_lock');
const lockUntil = (leasedUntil: Date) =>
  locks().insertOne({
    _id: 'lock',
    ...{ holder: 'another', process: 'other-host 7', lockedAt: new Date('2026-01-01'), leasedUntil },
  });
const farAhead = new Date('2100-01-01');

describe('While another process has the lock', () => {
  test('up returns a report that says so, if it need not wait', async () => {
    await lockUntil(farAhead);
    const report = await app.migrations.up({ whenLocked: 'return' });

    expect(report.migrations).toEqual([]);
    expect(report.lockedBy?.process).toBe('other-host 7');
    expect(String(report)).toBe(
      'Nothing was run. Locked by the process other-host 7 since 2026-01-01 00:00:00, until 2100-01-01 00:00:00 unless it renews that',
    );
    expect((await app.migrations.status()).pending).toEqual(['walk']);
  });

  test('up waits, says for whom, and finds nothing to do when the other one did it', async () => {
    const other = await openMigrations({ migrations }, { uri });
    let calls = 0;
    let finish: () => void = () => undefined;
    const begun = new Promise<void>((begin) => {
      up = () => {
        calls++;
        begin();
        return new Promise<void>((resolve) => (finish = resolve));
      };
    });
    const first = app.migrations.up();
    await begun;
    const second = other.migrations.up();
    // The application that was started last has the log of the process.
    await other.log.untilLogged('Waiting for another process. Locked by the process ');
    finish();

    expect((await first).migrations.map(({ id }) => id)).toEqual(['walk']);
    expect((await second).migrations).toEqual([]);
    expect(calls).toBe(1);
    await other.close('keep');
  });

  test('its end aborts the waiting', async () => {
    await lockUntil(farAhead);
    const error = errorOf(() => app.migrations.up());
    await app.log.untilLogged('Waiting for another process.');
    await app.close('keep');

    expect(await error).toMatchObject({ code: 'SHUTTING_DOWN' });
    app = await openMigrations({ migrations }, { uri });
  });
});

describe('A stuck lock', () => {
  test('ends with its lease, and that is logged', async () => {
    await lockUntil(new Date('2026-01-02'));
    const report = await app.migrations.up();

    expect(report.migrations.map(({ id }) => id)).toEqual(['walk']);
    expect(app.log.lines).toContain(
      'The lock was stuck, and its lease is over. Locked by the process other-host 7 since 2026-01-01 00:00:00, until 2026-01-02 00:00:00 unless it renews that',
    );
    expect(await locks().countDocuments()).toBe(0);
  });

  test.each([{}, { leasedUntil: 'soon' }, { process: { a: 1 }, leasedUntil: null }])(
    'is taken over if its document is not a lock: %o',
    async (stored) => {
      await locks().insertOne({ _id: 'lock', ...stored });

      expect((await app.migrations.up()).migrations).toHaveLength(1);
    },
  );
});

describe('The lock of a running migration', () => {
  test('is renewed', async () => {
    const ends = new Set<string>();
    up = async () => {
      // As long as it takes until it has been renewed twice.
      while (ends.size < 3) {
        const lock = await locks().findOne({ _id: 'lock' });
        ends.add(String((lock as unknown as { leasedUntil: Date }).leasedUntil.getTime()));
      }
    };
    await app.migrations.up();

    expect(ends.size).toBe(3);
  });

  test('stops it when it is lost', async () => {
    await app.db.collection<any>('people').insertMany([{ _id: idOf(1) }, { _id: idOf(2) }]);
    let signal: AbortSignal | undefined;
    let batches = 0;
    up = (context) =>
      context.eachStoredBatch('people', {}, { size: 1 }, async () => {
        batches++;
        signal = context.abortSignal;
        await locks().updateOne({ _id: 'lock' }, { $set: { holder: 'another', leasedUntil: farAhead } });
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      });
    const error = await errorOf(() => app.migrations.up());

    expect(error).toMatchObject({ code: 'MIGRATION_LOCK_LOST' });
    expect(signal?.reason).toBe(error);
    expect(batches).toBe(1);
    expect(await app.ledger()).toEqual([
      { _id: 'walk', state: 'running', direction: 'up', batch: 1, positions: [], holder: expect.any(String) },
    ]);
    expect(await locks().countDocuments({ holder: 'another' })).toBe(1);
  });

  test('keeps a process that was overtaken from writing to the ledger', async () => {
    const ledger = app.db.collection<{ _id: string }>('migrations');
    up = () => ledger.updateOne({ _id: 'walk' }, { $set: { holder: 'another' } });
    const error = await errorOf(() => app.migrations.up());

    expect(error).toMatchObject({ code: 'MIGRATION_LOCK_LOST' });
    expect(await app.ledger()).toMatchObject([{ _id: 'walk', state: 'running', holder: 'another' }]);
  });

  test('ends a migration at the end of the application, which goes on later', async () => {
    await app.db.collection<any>('people').insertMany([{ _id: idOf(1) }, { _id: idOf(2) }]);
    const seen: unknown[] = [];
    let closing: Promise<void> | undefined;
    up = (context) =>
      context.eachStoredBatch('people', {}, { size: 1 }, ([person]) => {
        seen.push(person?._id);
        closing = app.close('keep');
        return new Promise<void>((resolve) => {
          context.abortSignal.addEventListener('abort', () => resolve());
        });
      });
    const error = await errorOf(() => app.migrations.up());
    await closing;
    app = await openMigrations({ migrations }, { uri });

    expect(error).toMatchObject({ code: 'SHUTTING_DOWN' });
    expect(await locks().countDocuments()).toBe(0);
    up = (context) =>
      context.eachStoredBatch('people', {}, { size: 1 }, ([person]) => void seen.push(person?._id));
    await app.migrations.up();
    expect(seen).toEqual([idOf(1), idOf(1), idOf(2)]);
  });
});
