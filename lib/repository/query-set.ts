import type { Filter } from '../query/filter.js';
import { compileFilter } from '../query/compile-filter.js';
import { compileSort } from '../query/compile-sort.js';
import type { Sort } from '../query/compile-sort.js';
import { InvalidQueryError } from '../query/query-errors.js';
import type { OperationOptions } from './operation-options.js';
import { countQuery, findAll, findFirst, stream } from './operations/find.js';
import type { Query } from './operations/find.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * Documents that are to be found: immutable, each method that refines it returns a new one, and nothing is sent before
 * `toArray`, `first`, `count` or a loop over it.
 */
export class QuerySet<T extends object> implements AsyncIterable<T> {
  readonly #repository: RepositoryContext;
  readonly #query: Query;
  readonly #options: OperationOptions;

  private constructor(repository: RepositoryContext, query: Query, options: OperationOptions) {
    this.#repository = repository;
    this.#query = query;
    this.#options = options;
    Object.freeze(this);
  }

  /** @internal @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError */
  static of<T extends object>(
    repository: RepositoryContext,
    filter: Filter<T>,
    options: OperationOptions,
  ): QuerySet<T> {
    return new QuerySet(repository, { filter: compileFilter(repository.schema, filter) }, options);
  }

  /** Sorts by these paths, the first one first; replaces an earlier sort. @throws UnknownPathError, InvalidQueryError */
  sort(sort: Sort<T>): QuerySet<T> {
    return this.#with({ sort: compileSort(this.#repository.schema, sort) });
  }

  /** Leaves out the first `count` documents. @throws InvalidQueryError if it is no whole number from 0 on */
  skip(count: number): QuerySet<T> {
    this.#assertCount('skip', count, 0);
    return this.#with({ skip: count });
  }

  /** At most `count` documents. @throws InvalidQueryError if it is no whole number from 1 on */
  limit(count: number): QuerySet<T> {
    this.#assertCount('limit', count, 1);
    return this.#with({ limit: count });
  }

  /** Finds documents that were deleted and kept (`@DeletedAt()`) too. */
  withDeleted(): QuerySet<T> {
    return this.#with({ withDeleted: true });
  }

  /** All documents, loaded. @throws DecodeError */
  async toArray(): Promise<T[]> {
    return (await findAll(this.#repository, this.#query, this.#options, 'find')) as T[];
  }

  /** The first document; null if there is none. @throws DecodeError */
  async first(): Promise<T | null> {
    return (await findFirst(this.#repository, this.#query, this.#options, 'find')) as T | null;
  }

  /** How many documents there are, skip and limit taken into account. */
  count(): Promise<number> {
    return countQuery(this.#repository, this.#query, this.#options);
  }

  /** Loads the documents while they arrive: `for await (const person of people.find({}))`. @throws DecodeError */
  [Symbol.asyncIterator](): AsyncIterator<T, void, void> {
    return stream(this.#repository, this.#query, this.#options, 'find') as AsyncGenerator<T, void, void>;
  }

  #with(refinement: Partial<Query>): QuerySet<T> {
    return new QuerySet(this.#repository, { ...this.#query, ...refinement }, this.#options);
  }

  #assertCount(method: string, count: number, least: number): void {
    if (Number.isSafeInteger(count) && count >= least) return;
    throw new InvalidQueryError(
      this.#repository.schema.name,
      `${method} takes a whole number from ${least} on`,
      'Check the number before',
    );
  }
}
