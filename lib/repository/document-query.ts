import type { Document } from 'mongodb';
import { explainVerbosities } from '../driver/command/check-options.js';
import type { ExplainVerbosity } from '../driver/command/check-options.js';
import { compileFilter } from '../query/compile-filter.js';
import { compileSort } from '../query/compile-sort.js';
import type { DocumentSort } from '../query/compile-sort.js';
import type { DocumentFilter } from '../query/filter.js';
import { joined } from '../query/join-conditions.js';
import type {
  KeysetPage,
  KeysetPageOptions,
  NumberedPage,
  NumberedPageOptions,
} from '../query/page/page-options.js';
import { readPage } from '../query/page/page-request.js';
import { InvalidQueryError } from '../query/query-errors.js';
import type { DocumentPath, DocumentPathValue } from '../schema/type/path-types.js';
import { findAll, findFirst } from '../operation/find/find.js';
import { findKeysetPage, findNumberedPage } from '../operation/find/find-page.js';
import { firstReadable } from '../operation/find/first-readable.js';
import { stream } from '../operation/find/stream.js';
import { unreadableChoices } from '../operation/find/unreadable.js';
import type { UnreadableDocuments } from '../operation/find/unreadable.js';
import { count, exists } from '../operation/inquire/count.js';
import { distinct } from '../operation/inquire/distinct.js';
import { explain } from '../operation/inquire/explain.js';
import { DocumentNotFoundError } from '../operation/operation-errors.js';
import type { DistinctValue } from './selected.js';
import { assertCount, refined, ServerQuery } from './server-query.js';

/**
 * A query for documents of `T` whose form `D` is settled: a query set, or what its `plain` gives. Only `toArray`, `first`, `getFirst`,
 * `page`, `count`, `exists`, `distinct`, `explain` or a loop over it sends it.
 */
export class DocumentQuery<T extends object, D = T> extends ServerQuery<T> implements AsyncIterable<D> {
  /**
   * Narrows the query to documents that match this filter as well, or the filter of another query set of the same repository. Of that, sort,
   * form and options are ignored, and one with `skip` or `limit` is refused.
   * @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError, InvalidQueryError
   */

  filter(more: DocumentFilter<T>): this;
  // eslint-disable-next-line @typescript-eslint/unified-signatures -- a literal is checked against the filter alone
  filter(more: DocumentQuery<T, unknown>): this;
  filter(more: DocumentFilter<T> | DocumentQuery<T, unknown>): this {
    const { repository, query, options } = ServerQuery.stateOf(this);
    const other = ServerQuery.findState(more);
    if (!other)
      return refined(this, {
        filter: joined([query.filter, compileFilter(repository.schema, more, options)]),
      });
    if (other.repository !== repository) this.#refuse('filter was given a query set of another repository');
    if (other.query.skip !== undefined || other.query.limit !== undefined)
      this.#refuse('filter was given a query set with skip or limit, which no filter can express');
    return refined(this, { filter: joined([query.filter, other.query.filter]) });
  }

  /** Sorts by these paths, the first one first; replaces an earlier sort. @throws UnknownPathError, InvalidQueryError */
  sort(sort: DocumentSort<T>): this {
    return refined(this, { sort: compileSort(ServerQuery.stateOf(this).repository.schema, sort) });
  }

  /** Skips the first `count` documents. @throws InvalidQueryError unless it is a whole number of at least 0 */
  skip(count: number): this {
    assertCount(ServerQuery.stateOf(this), 'skip', count, 0);
    return refined(this, { skip: count });
  }

  /** Limits the result to `count` documents. @throws InvalidQueryError unless it is a whole number of at least 1 */
  limit(count: number): this {
    assertCount(ServerQuery.stateOf(this), 'limit', count, 1);
    return refined(this, { limit: count });
  }

  /** Includes soft-deleted documents (`@DeletedAt()`). */
  withDeleted(): this {
    return refined(this, { withDeleted: true });
  }

  /**
   * Sets the treatment of documents that do not fit their class: `throw` (default) fails with a `DecodeError`, `skip` omits them silently,
   * `report` omits them and logs document, path, expected and stored type. `limit` and `count` include them.
   * @throws InvalidQueryError for any other choice
   */
  onUnreadable(choice: UnreadableDocuments): this {
    if (!unreadableChoices.includes(choice))
      this.#refuse(
        'onUnreadable has an unknown value',
        `Pass one of ${unreadableChoices.map((each) => `'${each}'`).join(', ')}`,
      );
    return refined(this, { onUnreadable: choice });
  }

  /** Loads all documents. @throws DecodeError, QueryTimeoutError */
  async toArray(): Promise<D[]> {
    const { repository, query, options } = ServerQuery.stateOf(this);
    return (await findAll(repository, query, options, 'find')) as D[];
  }

  /** Loads the first document; null if nothing matches. @throws DecodeError, QueryTimeoutError */
  async first(): Promise<D | null> {
    const { repository, query, options } = ServerQuery.stateOf(this);
    const { onUnreadable = 'throw' } = query;
    const find = onUnreadable === 'throw' ? findFirst : firstReadable;
    return (await find(repository, query, options, 'find')) as D | null;
  }

  /** Loads the first document. @throws DocumentNotFoundError, DecodeError, QueryTimeoutError */
  async getFirst(): Promise<D> {
    const first = await this.first();
    if (first !== null) return first;
    throw new DocumentNotFoundError(ServerQuery.stateOf(this).repository.schema.name, 'getFirst');
  }

  /**
   * Loads a page by its number and counts all documents: two commands. Equal documents may change places between pages unless the sort
   * ends with a unique path.
   * @throws InvalidQueryError if the options do not fit together, or after `skip` or `limit`; DecodeError
   */
  page(page: NumberedPageOptions): Promise<NumberedPage<D>>;
  /**
   * Loads the first documents after a cursor, or the last ones before it, by one command. The sort is completed by the id; an index on the
   * paths of the sort and the id makes all pages cost the same.
   * @throws InvalidCursorError for a cursor of another class or sort, or one that was changed; InvalidQueryError also for a sort by an array
   * or by values of any kind
   */
  page(page: KeysetPageOptions): Promise<KeysetPage<D>>;
  async page(page: NumberedPageOptions | KeysetPageOptions): Promise<NumberedPage<D> | KeysetPage<D>> {
    const { repository, query, options } = ServerQuery.stateOf(this);
    const request = readPage(repository.schema.name, page);
    if (query.skip !== undefined || query.limit !== undefined)
      this.#refuse(
        'A page of it was asked for after skip or limit',
        'Leave them out: a page has a place and a size of its own',
      );
    const found =
      'skip' in request
        ? findNumberedPage(repository, query, request, options)
        : findKeysetPage(repository, query, request, options);
    return (await found) as NumberedPage<D> | KeysetPage<D>;
  }

  /** Counts the documents, skip and limit applied. @throws QueryTimeoutError */
  count(): Promise<number> {
    const { repository, query, options } = ServerQuery.stateOf(this);
    return count(repository, query, options, 'find');
  }

  /** Whether it has a document. @throws QueryTimeoutError */
  exists(): Promise<boolean> {
    const { repository, query, options } = ServerQuery.stateOf(this);
    return exists(repository, query, options, 'find');
  }

  /**
   * Reads the different values at a path, in no order: of lists their elements, embedded documents and maps as plain objects. Absent ones
   * are left out. Sends no signals.
   * @throws UnknownPathError, InvalidQueryError after `skip` or `limit`, DecodeError, QueryTimeoutError
   */
  distinct<K extends DocumentPath<T>>(path: K): Promise<DistinctValue<DocumentPathValue<T, K>>[]> {
    const { repository, query, options } = ServerQuery.stateOf(this);
    return distinct(repository, path, query, options, 'find') as Promise<never[]>;
  }

  /**
   * Asks the server how it answers the query, for example with which index. The answer names stored keys, and holds values of the filter.
   * @param verbosity `executionStats` and `allPlansExecution` run the query; default `queryPlanner`
   * @throws InvalidQueryError for another verbosity or in a transaction
   */
  async explain(verbosity: ExplainVerbosity = 'queryPlanner'): Promise<Document> {
    const { repository, query, options } = ServerQuery.stateOf(this);
    if (!explainVerbosities.includes(verbosity))
      this.#refuse(`explain takes one of three words`, `Give ${explainVerbosities.join(', ')}`);
    return explain(repository, query, options, verbosity);
  }

  /** Loads the documents in batches: `for await (const person of people.find({}))`. @throws DecodeError, QueryTimeoutError */
  [Symbol.asyncIterator](): AsyncIterator<D, void, void> {
    const { repository, query, options } = ServerQuery.stateOf(this);
    return stream(repository, query, options, 'find') as AsyncGenerator<D, void, void>;
  }

  /**
   * Prevents an accidental conversion to JSON: a query set holds no documents. A handler of Nest 12 that returns it streams its documents.
   * @throws InvalidQueryError
   */
  toJSON(): never {
    return this.#refuse(
      'It was converted to JSON before its documents were read, as when a handler returns it: Nest 12 streams a query set only if it is the whole answer',
      'Read them: await toArray(), getFirst() or first(), or loop over it with for await',
    );
  }

  #refuse(reason: string, remedy = 'Check the value first'): never {
    throw new InvalidQueryError(ServerQuery.stateOf(this).repository.schema.name, reason, remedy);
  }
}
