import { setTimeout as wait } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { describeError } from '../errors/describe-error.js';
import { ShuttingDownError } from '../driver/errors/shutdown-error.js';
import { InvalidMigrationOptionsError } from '../server/migration/migration-errors.js';
import { MigrationLock } from '../server/migration/migration-lock.js';
import type { LockHolder } from '../server/migration/migration-lock.js';
import { findMigrations } from './find/find-migrations.js';
import { importChangelog } from './import-changelog.js';
import { assertMigrationOptions } from './migration-options.js';
import type {
  ImportLedgerOptions,
  MigrateDownOptions,
  MigrateUpOptions,
  MigrationRunOptions,
} from './migration-options.js';
import type { MigrationsSettings } from './options.js';
import { HeldLock } from './run/held-lock.js';
import { MigrationSet } from './run/migration-set.js';
import type { KnownMigration } from './run/migration-set.js';
import { loadAll, runOne, tryOne } from './run/run-one.js';
import type { MigrationEnvironment, MigrationRun } from './run/run-one.js';
import { waitForLock } from './run/wait-for-lock.js';
import { MigrationReport } from './value/migration-report.js';
import type { MigrationOutcome } from './value/migration-report.js';
import { lockText, MigrationStatus } from './value/migration-status.js';

/**
 * The migrations of one connection: applied in the order of their ids, one process at a time. Injected by its class for the connection
 * `default`, else by `@InjectMigrations(name)`.
 */
export class Migrations {
  readonly #logger = new Logger('Migrations');
  readonly #abort = new AbortController();
  readonly #lock: MigrationLock;
  readonly #running = new Set<Promise<unknown>>();

  /** @internal */
  constructor(
    private readonly environment: MigrationEnvironment,
    private readonly settings: MigrationsSettings,
  ) {
    this.#lock = new MigrationLock(environment.connection, settings.collection, settings.lease);
  }

  /** The folder of the files, as given; undefined if the classes were given. */
  get directory(): string | undefined {
    const { source } = this.settings;
    return 'directory' in source ? source.directory : undefined;
  }

  /** Compares the files with the ledger. Runs and writes nothing. @throws InvalidMigrationError, InvalidMigrationLedgerError */
  async status(): Promise<MigrationStatus> {
    const set = await this.#read();
    return new MigrationStatus(set.states, await this.#lock.read());
  }

  /**
   * Applies what is pending, in the order of the ids, and goes on with what was interrupted or has failed.
   * @throws MigrationsChangedError if files do not fit the ledger, InvalidMigrationError, InvalidMigrationLedgerError,
   * InvalidMigrationOptionsError; nothing was run then. MigrationFailedError, MigrationLockLostError, ShuttingDownError: those before it stay
   */
  async up(options: MigrateUpOptions = {}): Promise<MigrationReport> {
    assertMigrationOptions('up', options);
    return this.#run('up', options, (set) => set.toApply(options.to));
  }

  /**
   * Reverts the migrations that were applied last, the last one first: `{ steps: 2 }`, or all after one that stays: `{ to: '2026-11-30-add-status' }`.
   * Later calls of `up` come before earlier ones, within a call greater ids before smaller ones; imported ones are the oldest.
   * @throws IrreversibleMigrationError if one of them has no `down`, and what `up` throws
   */
  async down(options: MigrateDownOptions = {}): Promise<MigrationReport> {
    assertMigrationOptions('down', options);
    const { to, steps = 1 } = options;
    return this.#run('down', options, (set) => set.toRevert({ to, steps }));
  }

  /**
   * Accepts files that do not fit the ledger as they are: notes the checksums of changed ones, and forgets those whose files are missing.
   * @param ids of migrations with a problem in `status()`
   * @throws InvalidMigrationOptionsError for an id without a problem
   */
  async accept(ids: readonly string[]): Promise<void> {
    if (!isList(ids)) return this.#refuse('accept', 'It was not given a list of ids', 'Pass a list');
    await this.#holding(await this.#wait(), async () => {
      const set = await this.#read();
      const problems = new Map(set.states.map(({ id, problem }) => [id, problem]));
      if (ids.some((id) => !problems.get(id)))
        return this.#refuse(
          'accept',
          'One of the ids does not belong to a migration that is changed or missing',
          'Pass ids that status() shows with a problem',
        );
      for (const id of ids) {
        const { found } = set.find(id) ?? {};
        await (found
          ? this.environment.ledger.accept(id, found.checksum)
          : this.environment.ledger.remove(id));
      }
    });
  }

  /**
   * Takes over what migrate-mongo has applied: its files count as applied here, whether or not they still exist, and are not compared.
   * @returns the ids that were added; those that the ledger has already are left alone
   * @throws InvalidMigrationLedgerError if an entry there has no file name
   */
  async importLedger(options: ImportLedgerOptions): Promise<readonly string[]> {
    assertMigrationOptions('importLedger', options);
    const { connection, ledger } = this.environment;
    return this.#holding(await this.#wait(), () => importChangelog(connection, ledger, options.from));
  }

  /** @internal Stops what is running, at the shutdown of the application, and waits for its end as long as that may take. */
  async stop(): Promise<void> {
    this.#abort.abort(new ShuttingDownError('migrations'));
    const time = this.environment.connection.shutdownTimeout;
    await Promise.race([Promise.allSettled(this.#running), wait(time, undefined, { ref: false })]);
  }

  async #run(
    direction: 'up' | 'down',
    { dryRun = false, whenLocked = 'wait', onProgress = () => undefined }: MigrationRunOptions,
    choose: (set: MigrationSet) => readonly KnownMigration[],
  ): Promise<MigrationReport> {
    const perform = async (lock: HeldLock | undefined): Promise<MigrationReport> => {
      const abortSignal = lock ? AbortSignal.any([lock.signal, this.#abort.signal]) : this.#abort.signal;
      const set = await this.#read();
      set.assertUnchanged();
      const loaded = await loadAll(this.environment, choose(set), direction);
      const batch = set.lastBatch + 1;
      const outcomes: MigrationOutcome[] = [];
      for (const each of loaded) {
        const finished = outcomes.map(({ id }) => id);
        const run: MigrationRun = { direction, batch, finished, lock, abortSignal, onProgress };
        outcomes.push(
          await (lock
            ? runOne(this.environment, { ...run, lock }, each)
            : tryOne(this.environment, run, each)),
        );
        if (lock) this.#logger.log(`${each.id} ${direction === 'up' ? 'applied' : 'reverted'}`);
      }
      return new MigrationReport(direction, dryRun, outcomes, undefined);
    };
    if (dryRun) return perform(undefined);
    const lock = whenLocked === 'wait' ? await this.#wait() : await HeldLock.take(this.#lock);
    if (lock) return this.#holding(lock, perform);
    const holder = await this.#lock.read();
    return new MigrationReport(direction, false, [], holder ?? unknownHolder);
  }

  async #read(): Promise<MigrationSet> {
    const found = await findMigrations(this.settings.source);
    return new MigrationSet(found, await this.environment.ledger.readAll());
  }

  #wait(): Promise<HeldLock> {
    return waitForLock(this.#lock, this.#logger, this.#abort.signal);
  }

  /** Does the work and gives the lock back. The end of the application waits for that. */
  async #holding<R>(lock: HeldLock, work: (lock: HeldLock) => Promise<R>): Promise<R> {
    const { expired } = lock;
    if (expired) this.#logger.warn(`The lock was stuck, and its lease is over. ${lockText(expired)}`);
    const ongoing = work(lock).finally(() => this.#release(lock));
    this.#running.add(ongoing);
    try {
      return await ongoing;
    } finally {
      this.#running.delete(ongoing);
    }
  }

  async #release(lock: HeldLock): Promise<void> {
    try {
      await lock.release();
    } catch (error) {
      this.#logger.warn(
        `The lock of the migrations was not given back, and ends with its lease: ${describeError(error)}`,
      );
    }
  }

  #refuse(method: string, reason: string, remedy: string): never {
    throw new InvalidMigrationOptionsError(`the method ${method} of migrations`, reason, remedy);
  }
}

/** Keeps the type of the elements, which `Array.isArray` forgets. */
function isList(value: readonly string[]): boolean {
  return Array.isArray(value);
}

/** Stands for a holder that has given the lock back meanwhile. */
const unknownHolder: LockHolder = Object.freeze({
  process: 'unknown',
  lockedAt: undefined,
  leasedUntil: undefined,
});
