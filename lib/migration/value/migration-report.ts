import type { LockHolder } from '../../server/migration/migration-lock.js';
import type { MigrationProgress } from '../migration-context.js';
import { lockText } from './migration-status.js';
import { durationText, tableOf } from './table.js';

/** One migration that was run, or that a dry run would run. */
export interface MigrationOutcome {
  readonly id: string;
  /** In milliseconds; 0 in a dry run. */
  readonly duration: number;
  /** The walks through many documents; in a dry run their numbers only, of classes with `callInDryRun`. */
  readonly batches: readonly MigrationProgress[];
}

/** The result of `up` or `down`. Immutable. */
export class MigrationReport {
  /** @internal */
  constructor(
    readonly direction: 'up' | 'down',
    readonly isDryRun: boolean,
    readonly migrations: readonly MigrationOutcome[],
    /** The process that has the lock, if nothing was run for that reason: `whenLocked: 'return'`. */
    readonly lockedBy: LockHolder | undefined,
  ) {
    Object.freeze(this.migrations);
    Object.freeze(this);
  }

  /** A table for people. */
  toString(): string {
    const { migrations, lockedBy } = this;
    if (lockedBy) return `Nothing was run. ${lockText(lockedBy)}`;
    const done = `${this.isDryRun ? 'would be ' : ''}${this.direction === 'up' ? 'applied' : 'reverted'}`;
    if (migrations.length === 0) return `No migration ${this.isDryRun ? '' : 'was '}${done}`;
    const rows = migrations.map(({ id, duration, batches }) => [
      id,
      this.isDryRun ? '' : durationText(duration),
      batches
        .map(({ name, done: count, total }) => `${name}: ${this.isDryRun ? total : count} documents`)
        .join(', '),
    ]);
    const title = `${migrations.length} ${migrations.length === 1 ? 'migration' : 'migrations'} ${done}`;
    return `${title}\n${tableOf([['Migration', 'Duration', 'Batches'], ...rows])}`;
  }

  /** The same as plain data. */
  toJSON(): object {
    const { direction, isDryRun, migrations, lockedBy } = this;
    return { direction, isDryRun, migrations, ...(lockedBy && { lockedBy }) };
  }
}
