import { heldBy, heldByDocument } from './held-object.js';
import type { HeldObject } from './held-object.js';

/**
 * The contents of a document at one time, at any depth, to be given back to it, in the same embedded documents, arrays, maps and dates,
 * since other code may refer to them. Values of other classes are assumed never to change.
 */
export class RememberedValues {
  readonly #document: object;
  #held: readonly HeldObject[];

  constructor(document: object) {
    this.#document = document;
    this.#held = everythingHeld(document);
  }

  /**
   * Gives the document back its contents, as far as possible. A list, map or object that is frozen or otherwise unchangeable is replaced in
   * its place by one with the same contents.
   * @returns whether the document has the same contents. Nothing is thrown.
   */
  restore(): boolean {
    const replaced = new Map<unknown, object>();
    let failed = this.#give(replaced);
    // The holder of a replaced object gets the replacement, and may itself have to be replaced.
    for (let count = 0; count < replaced.size;) {
      count = replaced.size;
      failed = this.#give(replaced);
    }
    if (failed > 0) return false;
    if (replaced.size > 0) this.#held = everythingHeld(this.#document);
    return true;
  }

  /** Whether the document has the same contents, by value. */
  isUnchanged(): boolean {
    return this.#held.every((each) => each.isUnchanged());
  }

  /** @returns how many could neither be given back their contents nor be replaced */
  #give(replaced: Map<unknown, object>): number {
    let failed = 0;
    // Inner objects come first, since they were found last.
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
  // Objects found on the way are visited too.
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
