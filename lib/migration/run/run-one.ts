import type { ModuleRef } from '@nestjs/core';
import type { ClientSession } from 'mongodb';
import type { Connection } from '../../driver/connection.js';
import { ShuttingDownError } from '../../driver/errors/shutdown-error.js';
import type { BatchPosition, LedgerEntry } from '../../server/migration/ledger-entry.js';
import {
  IrreversibleMigrationError,
  MigrationFailedError,
  MigrationLockLostError,
} from '../../server/migration/migration-errors.js';
import type { MigrationLedger } from '../../server/migration/migration-ledger.js';
import type { Transactions } from '../../transaction/transactions.js';
import type { Migration, MigrationClass } from '../migration.js';
import type { MigrationOutcome } from '../value/migration-report.js';
import type { HeldLock } from './held-lock.js';
import { instantiate } from './instantiate.js';
import type { MigrationProgress } from '../migration-context.js';
import type { KnownMigration } from './migration-set.js';
import { RunContext } from './run-context.js';

/** The parts of an application that its migrations run with. */
export interface MigrationEnvironment {
  readonly connection: Connection;
  readonly transactions: Transactions;
  readonly moduleRef: ModuleRef;
  readonly ledger: MigrationLedger;
  readonly currentSession: () => ClientSession | undefined;
}

/** One call of `up` or `down` for several migrations. */
export interface MigrationRun {
  readonly direction: 'up' | 'down';
  readonly batch: number;
  /** The ids that it has applied or reverted already. */
  readonly finished: readonly string[];
  /** Undefined in a dry run, which writes nothing. */
  readonly lock: HeldLock | undefined;
  readonly abortSignal: AbortSignal;
  readonly onProgress: (progress: MigrationProgress) => void;
}

/** A migration that can be run in the direction asked for. */
export interface LoadedMigration {
  readonly id: string;
  readonly checksum: string;
  readonly entry: LedgerEntry | undefined;
  readonly migration: Migration;
  readonly migrationClass: MigrationClass;
}

/** Loads the classes and makes their instances before the first of them runs. @throws InvalidMigrationError, IrreversibleMigrationError */
export async function loadAll(
  { moduleRef }: MigrationEnvironment,
  known: readonly KnownMigration[],
  direction: 'up' | 'down',
): Promise<LoadedMigration[]> {
  const loaded: LoadedMigration[] = [];
  for (const { id, found, entry } of known) {
    if (!found) throw new IrreversibleMigrationError(id);
    const migrationClass = await found.load();
    const migration = await instantiate(moduleRef, id, migrationClass);
    if (direction === 'down' && typeof migration.down !== 'function')
      throw new IrreversibleMigrationError(id);
    loaded.push({ id, checksum: found.checksum, entry, migration, migrationClass });
  }
  return loaded;
}

/**
 * Runs one migration. Read from top to bottom, this is everything it does.
 * @throws MigrationFailedError, MigrationLockLostError, ShuttingDownError
 */
export async function runOne(
  environment: MigrationEnvironment,
  run: MigrationRun & { readonly lock: HeldLock },
  loaded: LoadedMigration,
): Promise<MigrationOutcome> {
  const { ledger, transactions } = environment;
  const { id, checksum } = loaded;
  const { direction, batch, lock } = run;
  const positions = positionsOf(loaded, direction);
  const began = performance.now();
  const duration = () => Math.round(performance.now() - began);
  assertGoesOn(run);
  await ledger.begin({ id, direction, checksum, batch, positions }, lock.holder);
  let batches: readonly MigrationProgress[] = [];
  const call = async (session?: ClientSession): Promise<void> => {
    batches = await callMigration(environment, run, loaded, positions);
    assertGoesOn(run);
    if (direction === 'up') await ledger.applied(id, lock.holder, duration(), session);
    else await ledger.reverted(id, lock.holder, session);
  };
  try {
    await (loaded.migrationClass.transactional === true
      ? transactions.run(({ session }) => call(session))
      : call());
  } catch (error) {
    // The lock first: what the migration threw may follow from it.
    run.lock.signal.throwIfAborted();
    // If the server cannot be reached, the entry stays as running, which is gone on with just as well.
    await ledger.failed(id, lock.holder).catch(() => undefined);
    if (error instanceof MigrationLockLostError || error instanceof ShuttingDownError) throw error;
    throw new MigrationFailedError(id, direction, run.finished, error);
  }
  return { id, duration: duration(), batches };
}

/** Calls a migration in a dry run if its class allows that: its batches are counted. */
export async function tryOne(
  environment: MigrationEnvironment,
  run: MigrationRun,
  loaded: LoadedMigration,
): Promise<MigrationOutcome> {
  const { id, migrationClass } = loaded;
  if (migrationClass.callInDryRun !== true) return { id, duration: 0, batches: [] };
  try {
    const batches = await callMigration(environment, run, loaded, positionsOf(loaded, run.direction));
    return { id, duration: 0, batches };
  } catch (error) {
    throw new MigrationFailedError(id, run.direction, [], error);
  }
}

/** Calls `up` or `down`. @returns the ends of its walks */
async function callMigration(
  { connection, transactions, currentSession, ledger }: MigrationEnvironment,
  run: MigrationRun,
  { id, migration }: LoadedMigration,
  positions: readonly BatchPosition[],
): Promise<MigrationProgress[]> {
  const { direction, lock, abortSignal } = run;
  const last = new Map<string, MigrationProgress>();
  const context = new RunContext({
    ...{ id, direction, isDryRun: !lock, connection, transactions, abortSignal, currentSession, positions },
    assertGoesOn: () => {
      assertGoesOn(run);
    },
    storePositions: async (next, session) => {
      if (lock) await ledger.move(id, lock.holder, next, session);
    },
    onProgress: (progress) => {
      last.set(progress.name, progress);
      run.onProgress(progress);
    },
  });
  await (direction === 'up' ? migration.up(context) : migration.down?.(context));
  return [...last.values()];
}

/** The positions of an interrupted run; none if it went the other way, or the file has changed since. */
function positionsOf(
  { entry, checksum }: LoadedMigration,
  direction: 'up' | 'down',
): readonly BatchPosition[] {
  const goesOn = entry && entry.state !== 'applied' && entry.direction === direction;
  return goesOn && entry.checksum === checksum ? entry.positions : [];
}

function assertGoesOn({ lock, abortSignal }: MigrationRun): void {
  lock?.assertHeld();
  abortSignal.throwIfAborted();
}
