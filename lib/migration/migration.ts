import type { MigrationContext } from './migration-context.js';

/** One change of the data. Nest's providers are injected into its constructor, as into any provider's. */
export interface Migration {
  /** Makes the change. Called again if it was interrupted or has failed: done batches are not repeated, everything else is. */
  up(context: MigrationContext): unknown;
  /** Takes the change back. Without it the migration cannot be reverted. */
  down?(context: MigrationContext): unknown;
}

/** A class of migrations: the default export of its file, or the only one that has a method `up`. */
export interface MigrationClass {
  new (...dependencies: never[]): Migration;
  /** Whether `up` and `down` run in a transaction, together with the entry in the ledger. Default false. */
  readonly transactional?: boolean;
  /**
   * Whether a dry run calls `up` and `down` too, so that batches are counted: they must write by `eachBatch` and `transaction` only, which do
   * nothing then. Default false.
   */
  readonly callInDryRun?: boolean;
}
