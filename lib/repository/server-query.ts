import type { CollationOptions, ReadConcernLevel, ReadPreference, ReadPreferenceMode } from 'mongodb';
import {
  isCollation,
  isReadPreference,
  readConcernLevels,
  readPreferenceModes,
} from '../driver/command/check-options.js';
import type { ServerOptions } from '../driver/command/find-options.js';
import type { FindOptions } from '../operation/operation-options.js';
import type { RepositoryContext } from '../operation/repository-context.js';
import type { Query } from '../operation/find/query.js';
import { compileSort } from '../query/compile-sort.js';
import type { DocumentSort } from '../query/compile-sort.js';
import { isText } from '../value/text.js';
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
    if (typeof index === 'string') {
      if (index === '' || !isText(index)) this.#refuse('hint takes the name of an index');
      return this.#with({ hint: index });
    }
    const keys = compileSort(this.#state.repository.schema, index);
    if (keys.size === 0) this.#refuse('hint was given no path');
    return this.#with({ hint: Object.fromEntries(keys) });
  }

  /** Sets the rules by which text is compared and sorted, with the driver's options: `{ locale: 'en', strength: 2 }`. @throws InvalidQueryError */
  collation(collation: CollationOptions): this {
    if (!isCollation(collation)) this.#refuse('collation takes a locale, and options of the driver');
    return this.#with({ collation: { ...collation } });
  }

  /** Sets the text by which logs and profiles of the server show the query. @throws InvalidQueryError */
  comment(comment: string): this {
    if (!isText(comment)) this.#refuse('comment takes a text');
    return this.#with({ comment });
  }

  /**
   * Sets how long the server may work on it, in milliseconds; Infinity for no limit. Default `timeouts.query` of `forRoot`. Past it, reading is
   * a `QueryTimeoutError`.
   * @throws InvalidQueryError unless it is a whole number from 1 on, or Infinity
   */
  maxTimeMS(time: number): this {
    if (time !== Infinity) assertCount(this.#state, 'maxTimeMS', time, 1);
    return this.#with({ maxTimeMS: time });
  }

  /** Sets how many documents the server sends at a time. Default the server's. @throws InvalidQueryError unless it is a whole number from 1 on */
  batchSize(count: number): this {
    assertCount(this.#state, 'batchSize', count, 1);
    return this.#with({ batchSize: count });
  }

  /** Allows the server, or forbids it, to sort on disk what is too large for its memory. Default the server's. @throws InvalidQueryError */
  allowDiskUse(isAllowed = true): this {
    if (typeof isAllowed !== 'boolean') this.#refuse('allowDiskUse takes true or false');
    return this.#with({ allowDiskUse: isAllowed });
  }

  /**
   * Sets the members of a replica set that may answer. Default that of the connection. In a transaction, which has its own, reading with
   * another one than `primary` is an `InvalidQueryError`.
   * @throws InvalidQueryError
   */
  readPreference(preference: ReadPreferenceMode | ReadPreference): this {
    if (!isReadPreference(preference))
      this.#refuse(`readPreference takes ${listOf(readPreferenceModes)}, or one of the driver's`);
    return this.#with({ readPreference: preference });
  }

  /**
   * Sets how well confirmed the data must be. Default that of the connection. In a transaction, which has its own, reading is an
   * `InvalidQueryError`.
   * @throws InvalidQueryError
   */
  readConcern(level: ReadConcernLevel): this {
    if (!readConcernLevels.includes(level)) this.#refuse(`readConcern takes ${listOf(readConcernLevels)}`);
    return this.#with({ readConcern: level });
  }

  #with(options: ServerOptions): this {
    return refined(this, { server: { ...this.#state.query.server, ...options } });
  }

  #refuse(reason: string): never {
    throw new InvalidQueryError(this.#state.repository.schema.name, reason, 'Check the value first');
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

function listOf(words: readonly string[]): string {
  return words.map((each) => `'${each}'`).join(', ');
}
