import { describeError } from '../../errors/describe-error.js';
import { DocumentsError } from '../../errors/documents-error.js';

const inspect = Symbol.for('nodejs.util.inspect.custom');

/** A migration cannot be used: its file, its class, or a dependency of its constructor. Nothing of it was run. */
export class InvalidMigrationError extends DocumentsError {
  readonly code = 'INVALID_MIGRATION';
  /** The id of the migration; empty if its file has no name that can be one. */
  readonly migration: string;

  constructor(migration: string, reason: string, remedy: string, cause?: unknown) {
    super({
      problem: migration === '' ? 'A migration cannot be used' : `The migration ${migration} cannot be used`,
      reason,
      remedy,
      cause,
    });
    this.migration = migration;
  }
}

/** `MigrationsModule`, or a method of migrations, was given options that it cannot use. Nothing was sent to the server. */
export class InvalidMigrationOptionsError extends DocumentsError {
  readonly code = 'INVALID_MIGRATION_OPTIONS';

  constructor(subject: string, reason: string, remedy: string) {
    super({ problem: `The options of ${subject} cannot be used`, reason, remedy });
  }
}

/** The files differ from what the ledger says was applied. Nothing was run. */
export class MigrationsChangedError extends DocumentsError {
  readonly code = 'MIGRATIONS_CHANGED';
  /** The ids of applied migrations whose files have changed since. */
  readonly changed: readonly string[];
  /** The ids of applied migrations whose files are missing. */
  readonly missing: readonly string[];

  constructor(changed: readonly string[], missing: readonly string[]) {
    const found = [
      ...(changed.length > 0 ? [`changed since they were applied: ${changed.join(', ')}`] : []),
      ...(missing.length > 0 ? [`applied but without a file: ${missing.join(', ')}`] : []),
    ];
    super({
      problem: 'No migration was run',
      reason: `The files do not fit the ledger; ${found.join('; ')}`,
      remedy:
        'Restore the files as they were applied, and put further changes into a new migration; if the files are right as they are, accept them: migrations.accept(ids)',
    });
    this.changed = changed;
    this.missing = missing;
  }
}

/** A migration threw. The ledger has it as failed; the ones before it stay applied. */
export class MigrationFailedError extends DocumentsError {
  readonly code = 'MIGRATION_FAILED';
  readonly migration: string;
  readonly direction: 'up' | 'down';
  /** The ids that the same call has applied before, or reverted if it was `down`, in that order. */
  readonly applied: readonly string[];

  constructor(migration: string, direction: 'up' | 'down', applied: readonly string[], cause: unknown) {
    const done = direction === 'up' ? 'applied' : 'reverted';
    super({
      problem: `The migration ${migration} failed`,
      reason:
        applied.length === 0
          ? `Its method ${direction} threw; nothing was ${done} before`
          : `Its method ${direction} threw; ${done} before: ${applied.join(', ')}`,
      remedy:
        'See "cause", and run it again when that is mended: batches that were done are not repeated, everything else is',
      cause,
    });
    this.migration = migration;
    this.direction = direction;
    this.applied = Object.freeze([...applied]);
  }

  /** Messages of the driver hold values: of its errors only the name and the places are shown. */
  [inspect](): string {
    return `${this.stack ?? this.message}\n  code: ${this.code}\n  [cause]: ${describeError(this.cause)}`;
  }
}

/** The lock of the migrations ended while they ran, so that another process may run them now. Nothing more was begun. */
export class MigrationLockLostError extends DocumentsError {
  readonly code = 'MIGRATION_LOCK_LOST';

  constructor(cause?: unknown) {
    super({
      problem: 'The migrations were stopped',
      reason: 'Their lock ended before it was renewed, or another process has taken it over',
      remedy:
        'Run them again: done batches are not repeated. If a step keeps the process busy for long without an await, give the lock a longer "lease"',
      cause,
    });
  }
}

/** A migration to revert has no `down`. Nothing was run. */
export class IrreversibleMigrationError extends DocumentsError {
  readonly code = 'IRREVERSIBLE_MIGRATION';
  readonly migration: string;

  constructor(migration: string) {
    super({
      problem: 'No migration was reverted',
      reason: `The migration ${migration} has no method down`,
      remedy: 'Write one, revert fewer migrations, or change the data by a new migration',
    });
    this.migration = migration;
  }
}

/** The ledger of the migrations has an entry that this package did not write. Nothing was run. */
export class InvalidMigrationLedgerError extends DocumentsError {
  readonly code = 'INVALID_MIGRATION_LEDGER';

  constructor(collection: string, reason: string) {
    super({
      problem: `The ledger of the migrations in the collection ${collection} cannot be read`,
      reason,
      remedy: 'Give the migrations a collection of their own, or mend the entry by hand',
    });
  }
}
