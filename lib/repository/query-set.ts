import type { DocumentFilter } from '../query/filter.js';
import { compileFilter } from '../query/compile-filter.js';
import { compileSelection, defaultSelection } from '../query/compile-selection.js';
import { compileSort } from '../query/compile-sort.js';
import type { DocumentSort } from '../query/compile-sort.js';
import type { DocumentField } from '../schema/type/path-types.js';
import { InvalidQueryError } from '../query/query-errors.js';
import type { OperationOptions } from '../operation/operation-options.js';
import { countQuery, findAll, findFirst } from '../operation/find/find.js';
import type { Query } from '../operation/find/find.js';
import { firstReadable } from '../operation/find/first-readable.js';
import { stream } from '../operation/find/stream.js';
import type { SelectedDocument } from './selected.js';
import type { RepositoryContext } from '../operation/repository-context.js';
import { DocumentNotFoundError } from '../operation/operation-errors.js';
import { unreadableChoices } from '../operation/find/unreadable.js';
import type { UnreadableDocuments } from '../operation/find/unreadable.js';

/**
 * Documents that are to be found: immutable, each method that refines it returns a new one, and nothing is sent before
 * `toArray`, `first`, `getFirst`, `count` or a loop over it.
 */
export class QuerySet<T extends object, D = T> implements AsyncIterable<D> {
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
    filter: DocumentFilter<T>,
    options: OperationOptions,
  ): QuerySet<T> {
    return new QuerySet(repository, { filter: compileFilter(repository.schema, filter) }, options);
  }

  /** Sorts by these paths, the first one first; replaces an earlier sort. @throws UnknownPathError, InvalidQueryError */
  sort(sort: DocumentSort<T>): QuerySet<T, D> {
    return this.#with({ sort: compileSort(this.#repository.schema, sort) });
  }

  /** Leaves out the first `count` documents. @throws InvalidQueryError if it is no whole number from 0 on */
  skip(count: number): QuerySet<T, D> {
    this.#assertCount('skip', count, 0);
    return this.#with({ skip: count });
  }

  /** At most `count` documents. @throws InvalidQueryError if it is no whole number from 1 on */
  limit(count: number): QuerySet<T, D> {
    this.#assertCount('limit', count, 1);
    return this.#with({ limit: count });
  }

  /**
   * Loads these fields, and the id, and no others: of fields only, not of paths inside them. Replaces an earlier `select` or `addSelect`.
   * The documents are instances of their class whose other fields are undefined; saving one leaves what was not loaded alone.
   * @throws UnknownPathError
   */
  select<K extends DocumentField<T>>(...names: readonly K[]): QuerySet<T, SelectedDocument<T, K & keyof T>> {
    const { schema, family } = this.#repository;
    const selection = compileSelection(schema, family, names);
    return this.#with({ selection }) as unknown as QuerySet<T, SelectedDocument<T, K & keyof T>>;
  }

  /**
   * Loads these fields too, which are declared with `{ select: false }`. Replaces an earlier `select` or `addSelect`.
   * @throws UnknownPathError
   */
  addSelect(...names: readonly DocumentField<T>[]): QuerySet<T> {
    const { schema, family } = this.#repository;
    const selection = defaultSelection(schema, family, names);
    return this.#with({ selection }) as unknown as QuerySet<T>;
  }

  /**
   * Loads documents that are only read: nothing is kept of what is stored, which takes less memory, and saving, deleting or reloading
   * one is a `ReadOnlyDocumentError`.
   */
  readOnly(): QuerySet<T, Readonly<D>> {
    return this.#with({ isReadOnly: true });
  }

  /** Finds documents that were deleted and kept (`@DeletedAt()`) too. */
  withDeleted(): QuerySet<T, D> {
    return this.#with({ withDeleted: true });
  }

  /**
   * Leaves out stored documents that do not fit their class, where `throw`, the default, fails with a `DecodeError`: `skip` in silence,
   * `report` with an error in the log that names the document, the path, and what is expected and stored. `limit` and `count` count them.
   * @throws InvalidQueryError if it is none of the three
   */
  onUnreadable(choice: UnreadableDocuments): QuerySet<T, D> {
    if (unreadableChoices.includes(choice)) return this.#with({ onUnreadable: choice });
    throw new InvalidQueryError(
      this.#repository.schema.name,
      'onUnreadable takes one of three words',
      `Give ${unreadableChoices.map((each) => `'${each}'`).join(', ')}`,
    );
  }

  /** All documents, loaded. @throws DecodeError */
  async toArray(): Promise<D[]> {
    return (await findAll(this.#repository, this.#query, this.#options, 'find')) as D[];
  }

  /** The first document; null if there is none. @throws DecodeError */
  first(): Promise<D | null> {
    const { onUnreadable = 'throw' } = this.#query;
    const first =
      onUnreadable === 'throw'
        ? findFirst(this.#repository, this.#query, this.#options, 'find')
        : firstReadable(this.#repository, this.#query, this.#options, 'find');
    return first as Promise<D | null>;
  }

  /** The first document. @throws DocumentNotFoundError, DecodeError */
  async getFirst(): Promise<D> {
    const first = await this.first();
    if (first === null) throw new DocumentNotFoundError(this.#repository.schema.name, 'getFirst');
    return first;
  }

  /** How many documents there are, skip and limit taken into account. */
  count(): Promise<number> {
    return countQuery(this.#repository, this.#query, this.#options, 'find');
  }

  /** Loads the documents while they arrive: `for await (const person of people.find({}))`. @throws DecodeError */
  [Symbol.asyncIterator](): AsyncIterator<D, void, void> {
    return stream(this.#repository, this.#query, this.#options, 'find') as AsyncGenerator<D, void, void>;
  }

  /** Refuses to become JSON: a query set holds no documents. @throws InvalidQueryError */
  toJSON(): never {
    throw new InvalidQueryError(
      this.#repository.schema.name,
      'It was made into JSON before its documents were read, as when a handler returns the query set itself',
      'Read them: await toArray(), getFirst() or first(), or loop over it with for await',
    );
  }

  #with(refinement: Partial<Query>): QuerySet<T, D> {
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
