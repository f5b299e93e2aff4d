import { UnknownFieldTypeError } from './schema-errors.js';
import type { UnknownFieldType } from './schema-errors.js';

/** What is wrong with classes that are registered together: of fields whose types are not known all, of other errors the first. */
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

  /** @throws what was noted, if anything was */
  throwAny(): void {
    if (this.#unknown.size > 0) throw new UnknownFieldTypeError([...this.#unknown.values()]);
    if (this.#others.length > 0) throw this.#others[0];
  }
}
