import type { LockHolder } from '../../server/migration/migration-lock.js';
import { durationText, tableOf, timeText } from './table.js';

/** The state of one migration. */
export interface MigrationState {
  readonly id: string;
  /** `running` also if its process has died; `up` goes on with it then. */
  readonly state: 'pending' | 'running' | 'failed' | 'applied';
  /** The difference between file and ledger that keeps all migrations from running; undefined if they agree. */
  readonly problem: 'changed' | 'missing' | undefined;
  readonly appliedAt: Date | undefined;
  /** In milliseconds. */
  readonly duration: number | undefined;
  /** The number of the call of `up` that has applied it; 0 if it was imported, undefined if it is pending. */
  readonly batch: number | undefined;
}

/** The state of all migrations of a connection, in the order of their ids. Immutable. */
export class MigrationStatus {
  readonly migrations: readonly MigrationState[];
  /** The process that has the lock; undefined if it is free. */
  readonly lockedBy: LockHolder | undefined;

  /** @internal */
  constructor(migrations: readonly MigrationState[], lockedBy: LockHolder | undefined) {
    this.migrations = Object.freeze(migrations.map((each) => Object.freeze(each)));
    this.lockedBy = lockedBy;
    Object.freeze(this);
  }

  /** The ids of those that `up` would run. */
  get pending(): readonly string[] {
    return this.migrations.filter((each) => each.state !== 'applied').map(({ id }) => id);
  }

  /** Whether everything is applied, and nothing keeps further ones from running. */
  get isUpToDate(): boolean {
    return this.migrations.every(({ state, problem }) => state === 'applied' && !problem);
  }

  /** A table for people. */
  toString(): string {
    const rows = this.migrations.map((each) => [
      each.id,
      each.problem ? `${each.state}, ${each.problem}` : each.state,
      timeText(each.appliedAt),
      durationText(each.duration),
      each.batch === undefined ? '' : String(each.batch),
    ]);
    const table =
      rows.length === 0
        ? 'There are no migrations'
        : tableOf([['Migration', 'State', 'Applied at (UTC)', 'Duration', 'Batch'], ...rows]);
    return this.lockedBy ? `${table}\n\n${lockText(this.lockedBy)}` : table;
  }

  /** The same as plain data. */
  toJSON(): object {
    const { migrations, lockedBy, isUpToDate } = this;
    return { isUpToDate, migrations, ...(lockedBy && { lockedBy }) };
  }
}

/** The holder of the lock, in a sentence. */
export function lockText({ process, lockedAt, leasedUntil }: LockHolder): string {
  return `Locked by the process ${process} since ${timeText(lockedAt) || 'an unknown time'}, until ${timeText(leasedUntil) || 'an unknown time'} unless it renews that`;
}
