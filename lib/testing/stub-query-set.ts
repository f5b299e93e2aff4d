import { InvalidQueryError } from '../query/query-errors.js';
import type { QuerySet } from '../repository/query-set.js';
import { DocumentNotFoundError } from '../operation/operation-errors.js';

/**
 * Makes a query set of these documents, in this order, without a server: the result of `find` of a mocked repository. `skip` and `limit`
 * apply; `sort`, `select` and the like change nothing, since the documents are already the server's answer.
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

  sort(): this {
    return this;
  }

  select(): this {
    return this;
  }

  addSelect(): this {
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
