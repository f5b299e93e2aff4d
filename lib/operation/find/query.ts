import type { CountDocumentsOptions } from 'mongodb';
import { isPrimary } from '../../driver/command/check-options.js';
import type { ExplainVerbosity } from '../../driver/command/check-options.js';
import type { ServerOptions } from '../../driver/command/find-options.js';
import type { Selection } from '../../query/compile-selection.js';
import { InvalidQueryError } from '../../query/query-errors.js';
import type { Condition } from '../concrete-schema.js';
import type { Operation } from '../operation.js';
import type { LoadOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import type { UnreadableDocuments } from './unreadable.js';

/** A compiled query, in the server's form. */
export interface Query extends Condition {
  readonly sort?: ReadonlyMap<string, 1 | -1>;
  readonly skip?: number;
  readonly limit?: number;
  /** The selected fields. Default all but those with `{ select: false }`. */
  readonly selection?: Selection | undefined;
  readonly isReadOnly?: boolean;
  /** Whether it gives plain objects instead of documents. */
  readonly isPlain?: boolean;
  /** The treatment of documents that do not fit their class. By default they fail the query. */
  readonly onUnreadable?: UnreadableDocuments;
  readonly server?: ServerOptions;
  /** A step that follows the load; undefined for most queries. */
  readonly afterLoad?: AfterLoad | undefined;
}

/** A step that follows each load of documents by a query, before the caller gets them. */
export interface AfterLoad {
  run(operation: Operation, query: Query, documents: readonly object[]): Promise<void>;
}

/** Extends a query by the step that follows its load, if the options of the call ask for one. */
export type ExtendQuery = (repository: RepositoryContext, query: Query, options: LoadOptions) => Query;

/**
 * The options of a query for the server: its own, and the default time of the connection.
 * @throws InvalidQueryError for one that a transaction does not allow
 */
export function serverOptions(
  operation: Operation,
  { server }: Pick<Query, 'server'>,
): ServerOptions | undefined {
  const { query: defaultTime } = operation.repository.connection.timeouts;
  if (!server) return defaultTime === Infinity ? undefined : { maxTimeMS: defaultTime };
  if (operation.session?.inTransaction()) assertAllowedInTransactions(operation, server);
  const { maxTimeMS = defaultTime, ...others } = server;
  return maxTimeMS === Infinity ? others : { ...others, maxTimeMS };
}

/** The options of `explain`, which has the time of the query itself. @throws what `serverOptions` throws */
export function explainOptions(
  operation: Operation,
  query: Pick<Query, 'server'>,
  verbosity: ExplainVerbosity,
): { verbosity: ExplainVerbosity; maxTimeMS?: number } {
  const { maxTimeMS } = serverOptions(operation, query) ?? {};
  return maxTimeMS === undefined ? { verbosity } : { verbosity, maxTimeMS };
}

/** The options of a count: it reads no documents, so it has no batches. @throws what `serverOptions` throws */
export function countOptions(operation: Operation, query: Query): CountDocumentsOptions {
  const { batchSize: _, ...server } = serverOptions(operation, query) ?? {};
  const options: CountDocumentsOptions = { ...server };
  if (operation.session) options.session = operation.session;
  return options;
}

function assertAllowedInTransactions(
  { repository }: Operation,
  { readConcern, readPreference }: ServerOptions,
): void {
  const refused =
    readConcern !== undefined
      ? 'read concern'
      : readPreference !== undefined && !isPrimary(readPreference) && 'read preference';
  if (!refused) return;
  throw new InvalidQueryError(
    repository.schema.name,
    `It has a ${refused} of its own and runs in a transaction, which has one for all of its reads`,
    'Leave it out, or read outside of the transaction',
  );
}

/** Refuses what the server never does in a transaction. @throws InvalidQueryError */
export function assertOutsideOfTransactions({ repository, session }: Operation, method: string): void {
  if (!session?.inTransaction()) return;
  throw new InvalidQueryError(
    repository.schema.name,
    `${method} runs in a transaction, and the server does that outside of transactions only`,
    method === 'estimatedCount' ? 'Use count()' : 'Call it outside of the transaction',
  );
}
