import type { Plain } from '../value/plain-object.js';

/**
 * The stored keys of embedded documents that their class does not declare: kept unseen beside the object that they came with,
 * so that an array that is written whole, or an embedded document that moves, does not lose them.
 */
export class UndeclaredKeys {
  readonly #byObject = new WeakMap<object, Readonly<Plain>>();

  keep(object: object, keys: Readonly<Plain>): void {
    this.#byObject.set(object, keys);
  }

  of(object: object): Readonly<Plain> | undefined {
    return this.#byObject.get(object);
  }

  /** From the values that were decoded to the instance that was made of them. */
  move(from: object, to: object): void {
    const keys = this.#byObject.get(from);
    if (keys) this.#byObject.set(to, keys);
  }
}

/** For documents that are only read: keeps nothing. */
class NoUndeclaredKeys extends UndeclaredKeys {
  override keep(): void {
    // They are never written.
  }
}

export const noUndeclaredKeys: UndeclaredKeys = new NoUndeclaredKeys();
