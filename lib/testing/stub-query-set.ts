import { InvalidQueryError } from '../query/query-errors.js';
import { valueAt } from '../operation/find/pluck.js';
import { contentKey } from '../value/content-key.js';
import { plainOf } from './plain-of.js';
import type { QuerySet } from '../repository/query-set.js';
import { DocumentNotFoundError } from '../operation/operation-errors.js';

/**
 * Makes a query set of these documents, in this order, without a server: the result of `find` of a mocked repository. `skip` and `limit`
 * apply, and `plain`, `pluck` and `distinct` read the documents; other refinements change nothing: these are the server's answer.
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
