import { InvalidQueryError } from '../query/query-errors.js';
import { valueAt } from '../operation/find/pluck.js';
import { contentKey } from '../value/equality/content-key.js';
import { plainOf } from './plain-of.js';
import type { KeysetPage, NumberedPage } from '../query/page/page-options.js';
import { readPage } from '../query/page/page-request.js';
import type { QuerySet } from '../repository/query-set.js';
import { DocumentNotFoundError } from '../operation/operation-errors.js';

/**
 * Makes a query set of these documents, in this order, without a server: the result of `find` of a mocked repository. `skip`, `limit` and
 * `page` apply, and `plain`, `pluck` and `distinct` read the documents; other refinements change nothing: these are the server's answer.
 * @example
 * ```ts
 * const people = { find: () => stubQuerySet([ada, bob]) };
 * ```
 */
export function stubQuerySet<T extends object>(documents: readonly T[]): QuerySet<T> {
  return new StubQuerySet(documents) as unknown as QuerySet<T>;
}

class StubQuerySet<T extends object> implements Record<keyof QuerySet<object>, unknown> {
  readonly #documents: readonly T[];

  constructor(documents: readonly T[]) {
    this.#documents = documents;
  }

  skip(count: number): StubQuerySet<T> {
    return new StubQuerySet(this.#documents.slice(count));
  }

  limit(count: number): StubQuerySet<T> {
    return new StubQuerySet(this.#documents.slice(0, count));
  }

  filter(): this {
    return this;
  }

  sort(): this {
    return this;
  }

  select(): this {
    return this;
  }

  addSelect(): this {
    return this;
  }

  omit(): this {
    return this;
  }

  populate(): this {
    return this;
  }

  readOnly(): this {
    return this;
  }

  withDeleted(): this {
    return this;
  }

  onUnreadable(): this {
    return this;
  }

  hint(): this {
    return this;
  }

  collation(): this {
    return this;
  }

  comment(): this {
    return this;
  }

  maxTimeMS(): this {
    return this;
  }

  batchSize(): this {
    return this;
  }

  allowDiskUse(): this {
    return this;
  }

  readPreference(): this {
    return this;
  }

  readConcern(): this {
    return this;
  }

  plain(): StubQuerySet<object> {
    return new StubQuerySet(this.#documents.map((each) => plainOf(each) as object));
  }

  async toArray(): Promise<T[]> {
    return [...this.#documents];
  }

  async first(): Promise<T | null> {
    return this.#documents[0] ?? null;
  }

  async getFirst(): Promise<T> {
    const [first] = this.#documents;
    if (!first) throw new DocumentNotFoundError('document', 'getFirst');
    return first;
  }

  /** Takes the documents of the page; cursors are positions in the list. */
  async page(page: unknown): Promise<NumberedPage<T> | KeysetPage<T>> {
    const request = readPage('a stub', page);
    const total = this.#documents.length;
    if ('skip' in request) {
      const { number, size, skip } = request;
      return {
        items: this.#documents.slice(skip, skip + size),
        total,
        pages: Math.ceil(total / size),
        number,
        size,
      };
    }
    const { size, cursor, isBackward } = request;
    const place = cursor === undefined ? undefined : Number(cursor);
    const start = isBackward ? Math.max((place ?? total) - size, 0) : (place ?? -1) + 1;
    const end = isBackward ? (place ?? total) : Math.min(start + size, total);
    const items = this.#documents.slice(start, end);
    const cursors = items.length > 0 ? ([String(start), String(end - 1)] as const) : ([null, null] as const);
    return {
      items,
      startCursor: cursors[0],
      endCursor: cursors[1],
      hasNext: end < total,
      hasPrevious: start > 0,
    };
  }

  async count(): Promise<number> {
    return this.#documents.length;
  }

  async exists(): Promise<boolean> {
    return this.#documents.length > 0;
  }

  async pluck(path: string): Promise<unknown[]> {
    return this.#documents.map((each) => valueAt(plainOf(each), path.split('.')));
  }

  async distinct(path: string): Promise<unknown[]> {
    const values = (await this.pluck(path)).flat(path.split('.').length);
    const byContent = values
      .filter((each) => each !== undefined)
      .map((each) => [contentKey(each), each] as const);
    return [...new Map(byContent).values()];
  }

  async explain(): Promise<object> {
    return {};
  }

  /** Throws, as a real query set does, so that the test finds a forgotten `toArray`. @throws InvalidQueryError */
  toJSON(): never {
    throw new InvalidQueryError(
      'a stub',
      'It was converted to JSON before its documents were read',
      'Read them: await toArray(), getFirst() or first(), or loop over it with for await',
    );
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    yield* this.#documents;
  }
}
