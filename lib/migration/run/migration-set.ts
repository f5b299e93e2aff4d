import type { LedgerEntry } from '../../server/migration/ledger-entry.js';
import {
  InvalidMigrationOptionsError,
  MigrationsChangedError,
} from '../../server/migration/migration-errors.js';
import type { FoundMigration } from '../find/found-migration.js';
import type { MigrationState } from '../value/migration-status.js';

/** A migration as the application has it, as the ledger has it, or both. */
export interface KnownMigration {
  readonly id: string;
  readonly found: FoundMigration | undefined;
  readonly entry: LedgerEntry | undefined;
}

/** The migrations of the application beside those of the ledger. */
export class MigrationSet {
  readonly #known: readonly KnownMigration[];

  constructor(found: readonly FoundMigration[], entries: ReadonlyMap<string, LedgerEntry>) {
    const byId = new Map(found.map((each) => [each.id, each]));
    const ids = [...new Set([...byId.keys(), ...entries.keys()])].sort((one, other) =>
      one < other ? -1 : 1,
    );
    this.#known = ids.map((id) => ({ id, found: byId.get(id), entry: entries.get(id) }));
  }

  /** The state of each, by id. */
  get states(): MigrationState[] {
    return this.#known.map((each) => ({
      id: each.id,
      state: each.entry?.state ?? 'pending',
      problem: problemOf(each),
      appliedAt: each.entry?.appliedAt,
      duration: each.entry?.duration,
      batch: each.entry?.batch,
    }));
  }

  /** The highest number of a call of `up`. */
  get lastBatch(): number {
    return Math.max(0, ...this.#known.map(batchOf));
  }

  find(id: string): KnownMigration | undefined {
    return this.#known.find((each) => each.id === id);
  }

  /** @throws MigrationsChangedError */
  assertUnchanged(): void {
    const { states } = this;
    const changed = states.filter(({ problem }) => problem === 'changed').map(({ id }) => id);
    const missing = states.filter(({ problem }) => problem === 'missing').map(({ id }) => id);
    if (changed.length + missing.length > 0) throw new MigrationsChangedError(changed, missing);
  }

  /** Those to apply, in order. @param to the last one; default all @throws InvalidMigrationOptionsError */
  toApply(to: string | undefined): KnownMigration[] {
    this.#assertKnown(to, 'up');
    return this.#known.filter(
      ({ id, entry }) => entry?.state !== 'applied' && (to === undefined || id <= to),
    );
  }

  /** Those to revert, in the opposite order of being applied: by calls of `up`, then by ids. @throws InvalidMigrationOptionsError */
  toRevert({ to, steps }: { readonly to?: string | undefined; readonly steps: number }): KnownMigration[] {
    this.#assertKnown(to, 'down');
    const begun = this.#known
      .filter(({ entry }) => entry !== undefined)
      .reverse()
      .sort((one, other) => batchOf(other) - batchOf(one));
    if (to === undefined) return begun.slice(0, steps);
    const last = begun.findIndex(({ id }) => id === to);
    if (last === -1)
      throw new InvalidMigrationOptionsError(
        'the method down of migrations',
        '"to" is the id of a migration that is not applied, and cannot stay so',
        'Pass the id of the last one that stays, as status() shows it',
      );
    return begun.slice(0, last);
  }

  #assertKnown(to: string | undefined, method: string): void {
    if (to === undefined || this.find(to)) return;
    throw new InvalidMigrationOptionsError(
      `the method ${method} of migrations`,
      '"to" is not the id of a migration',
      'Pass the name of its file without the extension, as status() shows it',
    );
  }
}

/** The call of `up` that applied it; those of other tools are older than all. */
function batchOf({ entry }: KnownMigration): number {
  return entry?.batch ?? 0;
}

function problemOf({ found, entry }: KnownMigration): MigrationState['problem'] {
  // Other tools note no checksum that would fit.
  if (entry?.checksum === undefined) return undefined;
  if (!found) return 'missing';
  return entry.state === 'applied' && entry.checksum !== found.checksum ? 'changed' : undefined;
}
