import { Logger } from '@nestjs/common';
import type { ClientSession, Document, Filter } from 'mongodb';
import type { Connection } from '../../driver/connection.js';
import type { DocumentQuery } from '../../repository/document-query.js';
import { ServerQuery } from '../../repository/server-query.js';
import type { BatchPosition } from '../../server/migration/ledger-entry.js';
import { InvalidMigrationOptionsError } from '../../server/migration/migration-errors.js';
import type { CurrentTransaction } from '../../transaction/current-transaction.js';
import type { Transactions } from '../../transaction/transactions.js';
import { isObject } from '../../value/own-value.js';
import { QuerySource, StoredSource } from './batch-source.js';
import type { BatchSource } from './batch-source.js';
import type { BatchOptions, MigrationContext, MigrationProgress } from '../migration-context.js';
import { walkBatches } from './walk-batches.js';

/** Everything that the context of one migration works with. */
export interface ContextParts {
  readonly id: string;
  readonly direction: 'up' | 'down';
  readonly isDryRun: boolean;
  readonly connection: Connection;
  readonly transactions: Transactions;
  readonly abortSignal: AbortSignal;
  /** The session of the transaction that the caller is in. */
  readonly currentSession: () => ClientSession | undefined;
  /** Positions of an earlier run. */
  readonly positions: readonly BatchPosition[];
  /** @throws MigrationLockLostError, ShuttingDownError */
  readonly assertGoesOn: () => void;
  readonly storePositions: (positions: readonly BatchPosition[], session?: ClientSession) => Promise<void>;
  readonly onProgress: (progress: MigrationProgress) => void;
}

/** The context of one call of `up` or `down`. Its methods may be taken out of it. */
export class RunContext implements MigrationContext {
  readonly id: string;
  readonly direction: 'up' | 'down';
  readonly isDryRun: boolean;
  readonly connection: Connection;
  readonly abortSignal: AbortSignal;
  readonly logger: Logger;
  readonly #parts: ContextParts;
  readonly #positions: Map<string, BatchPosition>;
  readonly #walked = new Set<string>();

  constructor(parts: ContextParts) {
    this.#parts = parts;
    ({
      id: this.id,
      direction: this.direction,
      isDryRun: this.isDryRun,
      connection: this.connection,
      abortSignal: this.abortSignal,
    } = parts);
    this.logger = new Logger(parts.id);
    this.#positions = new Map(parts.positions.map((each) => [each.name, each]));
  }

  readonly eachBatch = async <T extends object, D>(
    query: DocumentQuery<T, D>,
    options: BatchOptions,
    work: (documents: D[], progress: MigrationProgress) => unknown,
  ): Promise<MigrationProgress> => {
    const state = ServerQuery.findState(query);
    if (!state)
      return this.#refuse('eachBatch was not given a query set', 'Pass what find of a repository returns');
    if (state.repository.connection !== this.connection)
      return this.#refuse(
        `eachBatch was given a query set of the connection "${state.repository.connection.name}"`,
        `Pass one of the connection "${this.connection.name}", whose ledger keeps the position`,
      );
    const { sort, skip, limit } = state.query;
    if (sort !== undefined || skip !== undefined || limit !== undefined)
      return this.#refuse(
        'eachBatch was given a query set with sort, skip or limit',
        'Leave them out: it walks by ascending id',
      );
    if (state.query.server?.collation !== undefined)
      return this.#refuse(
        'eachBatch was given a query set with a collation, by which different ids may be equal',
        'Leave it out, or use operators such as contains, which ignore case',
      );
    return this.#walk(new QuerySource(query), options, work);
  };

  readonly eachStoredBatch = async (
    collection: string,
    filter: Filter<Document>,
    options: BatchOptions,
    work: (documents: Document[], progress: MigrationProgress) => unknown,
  ): Promise<MigrationProgress> => {
    if (typeof collection !== 'string' || collection === '')
      return this.#refuse('eachStoredBatch was not given the name of a collection', 'Pass its name');
    if (!isObject(filter))
      return this.#refuse('eachStoredBatch was not given a filter', 'Pass an object; {} for all documents');
    return this.#walk(new StoredSource(this.connection, collection, filter), options, work);
  };

  readonly transaction = async <R>(
    work: (transaction: CurrentTransaction) => R,
  ): Promise<Awaited<R> | undefined> => {
    this.#parts.assertGoesOn();
    return this.isDryRun ? undefined : this.#parts.transactions.run(work);
  };

  async #walk<D>(
    source: BatchSource<D>,
    options: BatchOptions,
    work: (documents: D[], progress: MigrationProgress) => unknown,
  ): Promise<MigrationProgress> {
    const { size = 1000, name = source.name, transactional = false } = options;
    if (!Number.isSafeInteger(size) || size < 1)
      return this.#refuse(
        '"size" of a batch is not a whole number from 1 on',
        'Pass a number: { size: 1000 }',
      );
    if (typeof name !== 'string' || name === '')
      return this.#refuse('"name" of a walk is not text', "Pass a name: { name: 'second pass' }");
    if (typeof transactional !== 'boolean')
      return this.#refuse('"transactional" is neither true nor false', 'Pass true or false');
    if (typeof work !== 'function')
      return this.#refuse('The work for a batch is not a function', 'Pass a function of the documents');
    // A position would outlive the transaction that is rolled back.
    const outer = this.#parts.currentSession();
    if (!outer) this.#assertNewName(name);
    const parts = this.#parts;
    return walkBatches({
      ...{ source, size, work },
      from: outer ? undefined : this.#positions.get(name),
      progress: (done, total) => ({ migration: this.id, name, done, total }),
      session: outer,
      isCounting: this.isDryRun,
      assertGoesOn: parts.assertGoesOn,
      onProgress: parts.onProgress,
      inTransaction:
        transactional && !outer
          ? (step) => parts.transactions.run(({ session }) => step(session))
          : undefined,
      store: outer ? undefined : (position, session) => this.#store({ name, ...position }, session),
      // Not before: the transaction of a batch may be rolled back.
      onStored: (position) => {
        if (!outer) this.#positions.set(name, { name, ...position });
      },
    });
  }

  #store(position: BatchPosition, session?: ClientSession): Promise<void> {
    const next = new Map(this.#positions).set(position.name, position);
    return this.#parts.storePositions([...next.values()], session);
  }

  /** A second walk of one name would go on where the first one has ended. @throws InvalidMigrationOptionsError */
  #assertNewName(name: string): void {
    if (this.#walked.has(name))
      this.#refuse(
        'It walks twice through one class or collection, and the positions have one name',
        "Give the second walk a name: { name: 'second pass' }",
      );
    this.#walked.add(name);
  }

  #refuse(reason: string, remedy: string): never {
    throw new InvalidMigrationOptionsError(`a step of the migration ${this.id}`, reason, remedy);
  }
}
