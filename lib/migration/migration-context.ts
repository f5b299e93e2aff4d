import type { Logger } from '@nestjs/common';
import type { Document, Filter } from 'mongodb';
import type { Connection } from '../driver/connection.js';
import type { DocumentQuery } from '../repository/document-query.js';
import type { CurrentTransaction } from '../transaction/current-transaction.js';

/** The progress of a walk through many documents. */
export interface MigrationProgress {
  /** The id of the migration. */
  readonly migration: string;
  /** The name of the walk: the class or collection, unless its options give one. */
  readonly name: string;
  /** The documents that are done, those of earlier runs included. */
  readonly done: number;
  /** The documents that there were at the beginning. */
  readonly total: number;
}

/** Options of `eachBatch` and `eachStoredBatch`. */
export interface BatchOptions {
  /** The documents in a batch. Default 1000. */
  readonly size?: number;
  /** Names the walk within its migration, needed by the second one through a class or collection. Default their name. */
  readonly name?: string;
  /** Whether each batch is written in a transaction of its own, with the position, so that it is done exactly once. Default false. */
  readonly transactional?: boolean;
}

/** The tools of a migration, given to its `up` and `down`. Its methods may be taken out of it. */
export interface MigrationContext {
  /** The name of its file, without the extension. */
  readonly id: string;
  readonly direction: 'up' | 'down';
  /** Whether nothing may be written; only classes with `callInDryRun` are called then. */
  readonly isDryRun: boolean;
  readonly connection: Connection;
  /** Logs under the id. */
  readonly logger: Logger;
  /** Aborted if the lock is lost or the application shuts down. `eachBatch` and `transaction` check it themselves. */
  readonly abortSignal: AbortSignal;

  /**
   * Walks through the documents of a query by ascending id, batch by batch, in constant memory. The position is stored after each batch: a run
   * that was interrupted goes on with the batch that it did not finish. Inside of a transaction the walk is part of that.
   * @param query without sort, skip and limit: `people.find({ status: exists(false) })`, also with `plain`, `select` or `withDeleted`
   * @param work called for one batch after another; what it throws makes the migration fail
   * @returns the progress at its end
   * @throws InvalidMigrationOptionsError, MigrationLockLostError, ShuttingDownError
   */
  readonly eachBatch: <T extends object, D>(
    query: DocumentQuery<T, D>,
    options: BatchOptions,
    work: (documents: D[], progress: MigrationProgress) => unknown,
  ) => Promise<MigrationProgress>;

  /**
   * Does the same for documents as they are stored, of any form and with ids of any type, also of a collection without a class.
   * @param filter in the server's own form, as the driver takes it
   * @param work with `transactional`, gets the session for commands of the driver by `context.transaction(({ session }) => …)`, which joins
   * the batch's transaction; called again, with documents that are read anew, if that is repeated
   */
  readonly eachStoredBatch: (
    collection: string,
    filter: Filter<Document>,
    options: BatchOptions,
    work: (documents: Document[], progress: MigrationProgress) => unknown,
  ) => Promise<MigrationProgress>;

  /**
   * Runs `work` in a transaction, as `Transactions.run` does, so in the current one if there is one; in a dry run not at all.
   * @returns what `work` returns; undefined in a dry run
   */
  readonly transaction: <R>(work: (transaction: CurrentTransaction) => R) => Promise<Awaited<R> | undefined>;
}
