import { heldBy, heldByDocument } from './held-object.js';
import type { HeldObject } from './held-object.js';

/**
 * What a document holds at one time, at any depth, to be given back to it: to the very same embedded documents, arrays, maps and dates,
 * which other code may refer to. Values of other classes are taken to be changed never.
 */
export class RememberedValues {
  readonly #document: object;
  #held: readonly HeldObject[];

  constructor(document: object) {
    this.#document = document;
    this.#held = everythingHeld(document);
  }

  /**
   * Makes the document hold the same again, or as much of that as can be. A list, map or object that cannot be changed any more, as it
   * is frozen, is replaced by one with the same contents where it stood.
   * @returns whether the document holds the same. Nothing is thrown.
   */
  restore(): boolean {
    const replaced = new Map<unknown, object>();
    let failed = this.#give(replaced);
    // What holds something that is replaced is to hold the other one, and may be one that cannot be changed either.
    for (let count = 0; count < replaced.size;) {
      count = replaced.size;
      failed = this.#give(replaced);
    }
    if (failed > 0) return false;
    if (replaced.size > 0) this.#held = everythingHeld(this.#document);
    return true;
  }

  /** Whether the document holds the same, by value. */
  isUnchanged(): boolean {
    return this.#held.every((each) => each.isUnchanged());
  }

  /** @returns how many could neither be given their contents nor be replaced */
  #give(replaced: Map<unknown, object>): number {
    let failed = 0;
    // Those inside come first, as they were found last.
    for (let index = this.#held.length - 1; index >= 0; index--) {
      const held = this.#held[index] as HeldObject;
      const other = replaced.get(held.object);
      if (held.give(other ?? held.object, replaced)) continue;
      const fresh = other || held.object === this.#document ? undefined : held.makeEmpty();
      if (fresh) replaced.set(held.object, fresh);
      else failed++;
    }
    return failed;
  }
}

function everythingHeld(document: object): HeldObject[] {
  const all = [heldByDocument(document)];
  const seen = new Set<unknown>([document]);
  // Those that are found on the way are visited too.
  for (const { contents } of all) {
    for (const value of contents) {
      if (typeof value !== 'object' || value === null || seen.has(value)) continue;
      seen.add(value);
      const held = heldBy(value);
      if (held) all.push(held);
    }
  }
  return all;
}
