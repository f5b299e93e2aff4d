/** One difference between a document and what was stored. */
export interface DocumentChange {
  /** Field names joined by dots; indexes of arrays and keys of maps are segments too: `others.1.street`. */
  readonly path: string;
  /** The stored value before, by field name where it is an embedded document; undefined if there was none. */
  readonly before: unknown;
  /** The value that was written; undefined if it was removed. */
  readonly after: unknown;
}

/** What one write changed, in the order of the fields. Frozen, and independent of the document. */
export class ChangeSet implements Iterable<DocumentChange> {
  readonly #find: () => Iterable<DocumentChange>;
  #found: ReadonlyMap<string, DocumentChange> | undefined;
  #paths: readonly string[] | undefined;
  #holders: ReadonlySet<string> | undefined;

  /** @param find finds the changes, when somebody looks at them */
  constructor(find: () => Iterable<DocumentChange>) {
    this.#find = find;
    Object.freeze(this);
  }

  get #changes(): ReadonlyMap<string, DocumentChange> {
    return (this.#found ??= new Map(
      Array.from(this.#find(), (change) => [change.path, Object.freeze(change)]),
    ));
  }

  get size(): number {
    return this.#changes.size;
  }

  /** The changed paths. */
  get paths(): readonly string[] {
    return (this.#paths ??= Object.freeze([...this.#changes.keys()]));
  }

  /** Whether something at this path, above it or below it changed: `has('address')` is true for `address.street`. */
  has(path: string): boolean {
    this.#holders ??= new Set(this.paths.flatMap((changed) => beginningsOf(changed)));
    return (
      this.#changes.has(path) ||
      this.#holders.has(path) ||
      beginningsOf(path).some((above) => this.#changes.has(above))
    );
  }

  /** The change of exactly this path. */
  get(path: string): DocumentChange | undefined {
    return this.#changes.get(path);
  }

  [Symbol.iterator](): Iterator<DocumentChange> {
    return this.#changes.values();
  }
}

/** The paths that lead to a path, without itself. */
function beginningsOf(path: string): string[] {
  const beginnings: string[] = [];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1))
    beginnings.push(path.slice(0, dot));
  return beginnings;
}
