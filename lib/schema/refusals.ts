import { UnknownFieldTypeError } from './schema-errors.js';
import type { UnknownFieldType } from './schema-errors.js';

/** Errors of classes that are registered together: every field whose type is unknown, and the first of all other errors. */
export class Refusals {
  readonly #unknown = new Map<string, UnknownFieldType>();
  readonly #others: unknown[] = [];

  add(error: unknown): void {
    if (!(error instanceof UnknownFieldTypeError)) this.#others.push(error);
    else for (const each of error.fields) this.#unknown.set(each.field, each);
  }

  /** @returns what `work` returns; undefined if it throws, which is noted */
  attempt<R>(work: () => R): R | undefined {
    try {
      return work();
    } catch (error) {
      this.add(error);
      return undefined;
    }
  }

  /** @throws the noted error, if there was one */
  throwAny(): void {
    if (this.#unknown.size > 0) throw new UnknownFieldTypeError([...this.#unknown.values()]);
    if (this.#others.length > 0) throw this.#others[0];
  }
}
