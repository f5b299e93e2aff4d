import type { CollationOptions, ReadConcernLevel, ReadPreference, ReadPreferenceMode } from 'mongodb';
import { optionChecks } from '../driver/command/check-options.js';
import type { ServerOptions } from '../driver/command/find-options.js';
import type { FindOptions } from '../operation/operation-options.js';
import type { RepositoryContext } from '../operation/repository-context.js';
import type { Query } from '../operation/find/query.js';
import { compileHint } from '../query/compile-sort.js';
import type { DocumentSort } from '../query/compile-sort.js';
import { InvalidQueryError } from '../query/query-errors.js';

/** The inputs of a query set. */
export interface QueryState {
  readonly repository: RepositoryContext;
  readonly query: Query;
  readonly options: FindOptions;
}

/**
 * A query with options for the server. Immutable: each method returns a new one, and a later call replaces an earlier one of the same name.
 * The options apply to all methods that send a command.
 */
export abstract class ServerQuery<T extends object> {
  readonly #state: QueryState;

  protected constructor(state: QueryState) {
    this.#state = state;
    Object.freeze(this);
  }

  /** @internal */
  static stateOf(query: ServerQuery<never>): QueryState {
    return query.#state;
  }

  /** @internal The state of any query set; undefined for other values. */
  static findState(value: unknown): QueryState | undefined {
    return typeof value === 'object' && value !== null && #state in value ? value.#state : undefined;
  }

  /** Has the server use an index, given by its name or by its paths and directions. @throws UnknownPathError, InvalidQueryError */
  hint(index: string | DocumentSort<T>): this {
    this.#check('hint', index);
    return this.#with({ hint: compileHint(this.#state.repository.schema, index) });
  }

  /** Sets the rules by which text is compared and sorted, with the driver's options: `{ locale: 'en', strength: 2 }`. @throws InvalidQueryError */
  collation(collation: CollationOptions): this {
    this.#check('collation', collation);
    return this.#with({ collation: { ...collation } });
  }

  /** Sets the text by which logs and profiles of the server show the query. @throws InvalidQueryError */
  comment(comment: string): this {
    this.#check('comment', comment);
    return this.#with({ comment });
  }

  /**
   * Sets how long the server may work on it, in milliseconds; Infinity for no limit. Default `timeouts.query` of `forRoot`. Past it, reading is
   * a `QueryTimeoutError`.
   * @throws InvalidQueryError unless it is a whole number from 1 on, or Infinity
   */
  maxTimeMS(time: number): this {
    this.#check('maxTimeMS', time);
    return this.#with({ maxTimeMS: time });
  }

  /** Sets how many documents the server sends at a time. Default the server's. @throws InvalidQueryError unless it is a whole number from 1 on */
  batchSize(count: number): this {
    this.#check('batchSize', count);
    return this.#with({ batchSize: count });
  }

  /** Allows the server, or forbids it, to sort on disk what is too large for its memory. Default the server's. @throws InvalidQueryError */
  allowDiskUse(isAllowed = true): this {
    this.#check('allowDiskUse', isAllowed);
    return this.#with({ allowDiskUse: isAllowed });
  }

  /**
   * Sets the members of a replica set that may answer. Default that of the connection. In a transaction, which has its own, reading with
   * another one than `primary` is an `InvalidQueryError`.
   * @throws InvalidQueryError
   */
  readPreference(preference: ReadPreferenceMode | ReadPreference): this {
    this.#check('readPreference', preference);
    return this.#with({ readPreference: preference });
  }

  /**
   * Sets how well confirmed the data must be. Default that of the connection. In a transaction, which has its own, reading is an
   * `InvalidQueryError`.
   * @throws InvalidQueryError
   */
  readConcern(level: ReadConcernLevel): this {
    this.#check('readConcern', level);
    return this.#with({ readConcern: level });
  }

  #with(options: ServerOptions): this {
    return refined(this, { server: { ...this.#state.query.server, ...options } });
  }

  #check(name: keyof ServerOptions, value: unknown): void {
    const [isValid, expected] = optionChecks[name];
    if (isValid(value)) return;
    const { name: documentName } = this.#state.repository.schema;
    throw new InvalidQueryError(documentName, `${name} takes ${expected}`, 'Check the value first');
  }
}

/** A query set of the same class with another query. */
export function refined<Q extends ServerQuery<never>>(set: Q, refinement: Partial<Query>): Q {
  const { query, ...rest } = ServerQuery.stateOf(set);
  const QueryClass = set.constructor as new (state: QueryState) => Q;
  return new QueryClass({ ...rest, query: { ...query, ...refinement } });
}

/** @throws InvalidQueryError */
export function assertCount({ repository }: QueryState, method: string, count: number, least: number): void {
  if (Number.isSafeInteger(count) && count >= least) return;
  throw new InvalidQueryError(
    repository.schema.name,
    `${method} must be a whole number of at least ${least}`,
    'Check the number first',
  );
}
