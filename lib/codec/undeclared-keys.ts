import type { Plain } from '../value/plain-object.js';

/**
 * The undeclared keys of embedded documents, kept beside the object that they were loaded with. An array that is written whole, or an
 * embedded document that moves, does not lose them.
 */
export class UndeclaredKeys {
  readonly #byObject = new WeakMap<object, Readonly<Plain>>();

  keep(object: object, keys: Readonly<Plain>): void {
    this.#byObject.set(object, keys);
  }

  of(object: object): Readonly<Plain> | undefined {
    return this.#byObject.get(object);
  }

  /** Moves keys from decoded values to the instance made from them. */
  move(from: object, to: object): void {
    const keys = this.#byObject.get(from);
    if (keys) this.#byObject.set(to, keys);
  }
}

/** For read-only documents: keeps nothing. */
class NoUndeclaredKeys extends UndeclaredKeys {
  override keep(): void {
    // Such documents are never written.
  }
}

export const noUndeclaredKeys: UndeclaredKeys = new NoUndeclaredKeys();
