import type { ChangeSetPath, ChangeSetValue } from './change-set-types.js';

/** One difference between a document and its stored state. `V` is the type of the values. */
export interface DocumentChange<V = unknown> {
  /** Field names joined by dots; indexes of arrays and keys of maps are segments too: `others.1.street`. */
  readonly path: string;
  /** The stored value before, with field names if it is an embedded document; undefined if there was no value. */
  readonly before: V | undefined;
  /** The value that was written; undefined if it was removed. */
  readonly after: V | undefined;
}

/**
 * The changes of one write, in the order of the fields. Frozen, and independent of the document. `T` is the class of the document, which
 * determines the valid paths; without it any text is valid.
 */
export class ChangeSet<T = unknown> implements Iterable<DocumentChange> {
  /** For the compiler only. */
  declare protected readonly documentType: T;
  readonly #find: () => Iterable<DocumentChange>;
  #found: ReadonlyMap<string, DocumentChange> | undefined;
  #paths: readonly string[] | undefined;
  #holders: ReadonlySet<string> | undefined;

  /** @param find finds the changes on first use */
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
  has<D>(this: ChangeSet<D>, path: ChangeSetPath<D>): boolean {
    this.#holders ??= new Set(this.paths.flatMap((changed) => beginningsOf(changed)));
    return (
      this.#changes.has(path) ||
      this.#holders.has(path) ||
      beginningsOf(path).some((above) => this.#changes.has(above))
    );
  }

  /** The change at exactly this path. */
  get<D, const P extends ChangeSetPath<D>>(
    this: ChangeSet<D>,
    path: P,
  ): DocumentChange<ChangeSetValue<D, P>> | undefined {
    return this.#changes.get(path) as DocumentChange<ChangeSetValue<D, P>> | undefined;
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
