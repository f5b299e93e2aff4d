/** One difference between a document and what was stored. */
export interface Change {
  /** Field names joined by dots; indexes of arrays and keys of maps are segments too: `others.1.street`. */
  readonly path: string;
  /** The stored value before, by field name where it is an embedded document; undefined if there was none. */
  readonly before: unknown;
  /** The value that was written; undefined if it was removed. */
  readonly after: unknown;
}

/** What one write changed, in the order of the fields. Frozen, and independent of the document. */
export class ChangeSet implements Iterable<Change> {
  readonly #find: () => Iterable<Change>;
  #found: ReadonlyMap<string, Change> | undefined;

  /** @param find finds the changes, when somebody looks at them */
  constructor(find: () => Iterable<Change>) {
    this.#find = find;
    Object.freeze(this);
  }

  get #changes(): ReadonlyMap<string, Change> {
    return (this.#found ??= new Map(
      Array.from(this.#find(), (change) => [change.path, Object.freeze(change)]),
    ));
  }

  get size(): number {
    return this.#changes.size;
  }

  /** The changed paths. */
  get paths(): readonly string[] {
    return Object.freeze([...this.#changes.keys()]);
  }

  /** Whether something at this path, above it or below it changed: `has('address')` is true for `address.street`. */
  has(path: string): boolean {
    return this.paths.some(
      (changed) => changed === path || changed.startsWith(`${path}.`) || path.startsWith(`${changed}.`),
    );
  }

  /** The change of exactly this path. */
  get(path: string): Change | undefined {
    return this.#changes.get(path);
  }

  [Symbol.iterator](): Iterator<Change> {
    return this.#changes.values();
  }
}
