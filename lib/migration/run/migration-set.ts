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
    return Math.max(0, ...this.#known.map(({ entry }) => entry?.batch ?? 0));
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

  /** Those to revert, the last one first. @throws InvalidMigrationOptionsError */
  toRevert({ to, steps }: { readonly to?: string | undefined; readonly steps: number }): KnownMigration[] {
    this.#assertKnown(to, 'down');
    const begun = this.#known.filter(({ entry }) => entry !== undefined).reverse();
    return to === undefined ? begun.slice(0, steps) : begun.filter(({ id }) => id > to);
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

function problemOf({ found, entry }: KnownMigration): MigrationState['problem'] {
  // Other tools note no checksum that would fit.
  if (entry?.checksum === undefined) return undefined;
  if (!found) return 'missing';
  return entry.state === 'applied' && entry.checksum !== found.checksum ? 'changed' : undefined;
}
