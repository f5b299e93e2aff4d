import type { DocumentFilter } from '../query/filter.js';
import { compileFilter } from '../query/compile-filter.js';
import { compileSelection, defaultSelection } from '../query/compile-selection.js';
import { compileSort } from '../query/compile-sort.js';
import type { DocumentSort } from '../query/compile-sort.js';
import type { DocumentField } from '../schema/type/path-types.js';
import { InvalidQueryError } from '../query/query-errors.js';
import type { FindOptions, OperationOptions } from '../operation/operation-options.js';
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
 * A query that was not sent yet. Immutable: methods that refine it return a new one, and only `toArray`, `first`, `getFirst`, `count` or a
 * loop over it sends it.
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
    options: FindOptions,
  ): QuerySet<T> {
    return new QuerySet(repository, { filter: compileFilter(repository.schema, filter, options) }, options);
  }

  /** Sorts by these paths, the first one first; replaces an earlier sort. @throws UnknownPathError, InvalidQueryError */
  sort(sort: DocumentSort<T>): QuerySet<T, D> {
    return this.#with({ sort: compileSort(this.#repository.schema, sort) });
  }

  /** Skips the first `count` documents. @throws InvalidQueryError unless it is a whole number of at least 0 */
  skip(count: number): QuerySet<T, D> {
    this.#assertCount('skip', count, 0);
    return this.#with({ skip: count });
  }

  /** Limits the result to `count` documents. @throws InvalidQueryError unless it is a whole number of at least 1 */
  limit(count: number): QuerySet<T, D> {
    this.#assertCount('limit', count, 1);
    return this.#with({ limit: count });
  }

  /**
   * Loads only these fields and the id; paths inside fields are not accepted. Replaces an earlier `select` or `addSelect`. The other fields
   * of the documents are undefined, and saving leaves them alone.
   * @throws UnknownPathError
   */
  select<K extends DocumentField<T>>(...names: readonly K[]): QuerySet<T, SelectedDocument<T, K & keyof T>> {
    const { schema, family } = this.#repository;
    const selection = compileSelection(schema, family, names);
    return this.#with({ selection }) as unknown as QuerySet<T, SelectedDocument<T, K & keyof T>>;
  }

  /**
   * Loads these fields, which are declared with `{ select: false }`, as well. Replaces an earlier `select` or `addSelect`.
   * @throws UnknownPathError
   */
  addSelect(...names: readonly DocumentField<T>[]): QuerySet<T> {
    const { schema, family } = this.#repository;
    const selection = defaultSelection(schema, family, names);
    return this.#with({ selection }) as unknown as QuerySet<T>;
  }

  /**
   * Loads documents for reading only: without a snapshot, which saves memory. Saving, deleting or reloading one is a
   * `ReadOnlyDocumentError`.
   */
  readOnly(): QuerySet<T, Readonly<D>> {
    return this.#with({ isReadOnly: true });
  }

  /** Includes soft-deleted documents (`@DeletedAt()`). */
  withDeleted(): QuerySet<T, D> {
    return this.#with({ withDeleted: true });
  }

  /**
   * Sets the treatment of documents that do not fit their class: `throw` (default) fails with a `DecodeError`, `skip` omits them silently,
   * `report` omits them and logs document, path, expected and stored type. `limit` and `count` include them.
   * @throws InvalidQueryError for any other choice
   */
  onUnreadable(choice: UnreadableDocuments): QuerySet<T, D> {
    if (unreadableChoices.includes(choice)) return this.#with({ onUnreadable: choice });
    throw new InvalidQueryError(
      this.#repository.schema.name,
      'onUnreadable has an unknown value',
      `Pass one of ${unreadableChoices.map((each) => `'${each}'`).join(', ')}`,
    );
  }

  /** Loads all documents. @throws DecodeError */
  async toArray(): Promise<D[]> {
    return (await findAll(this.#repository, this.#query, this.#options, 'find')) as D[];
  }

  /** Loads the first document; null if nothing matches. @throws DecodeError */
  first(): Promise<D | null> {
    const { onUnreadable = 'throw' } = this.#query;
    const first =
      onUnreadable === 'throw'
        ? findFirst(this.#repository, this.#query, this.#options, 'find')
        : firstReadable(this.#repository, this.#query, this.#options, 'find');
    return first as Promise<D | null>;
  }

  /** Loads the first document. @throws DocumentNotFoundError, DecodeError */
  async getFirst(): Promise<D> {
    const first = await this.first();
    if (first === null) throw new DocumentNotFoundError(this.#repository.schema.name, 'getFirst');
    return first;
  }

  /** Counts the documents, skip and limit applied. */
  count(): Promise<number> {
    return countQuery(this.#repository, this.#query, this.#options, 'find');
  }

  /** Loads the documents in batches: `for await (const person of people.find({}))`. @throws DecodeError */
  [Symbol.asyncIterator](): AsyncIterator<D, void, void> {
    return stream(this.#repository, this.#query, this.#options, 'find') as AsyncGenerator<D, void, void>;
  }

  /**
   * Prevents an accidental conversion to JSON: a query set holds no documents. A handler of Nest 12 that returns it streams its documents.
   * @throws InvalidQueryError
   */
  toJSON(): never {
    throw new InvalidQueryError(
      this.#repository.schema.name,
      'It was converted to JSON before its documents were read, as when a handler returns it: Nest 12 streams a query set only if it is the whole answer',
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
      `${method} must be a whole number of at least ${least}`,
      'Check the number first',
    );
  }
}
