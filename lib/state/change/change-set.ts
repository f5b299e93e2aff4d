import type { ChangeSetPath, ChangeSetValue } from './change-set-types.js';

/** One difference between a document and what was stored. `V` is the type of the values. */
export interface DocumentChange<V = unknown> {
  /** Field names joined by dots; indexes of arrays and keys of maps are segments too: `others.1.street`. */
  readonly path: string;
  /** The stored value before, by field name where it is an embedded document; undefined if there was none. */
  readonly before: V | undefined;
  /** The value that was written; undefined if it was removed. */
  readonly after: V | undefined;
}

/**
 * What one write changed, in the order of the fields. Frozen, and independent of the document. `T` is the class of the document, whose
 * paths can be asked for; without it any text can.
 */
export class ChangeSet<T = unknown> implements Iterable<DocumentChange> {
  /** Only for the compiler. */
  declare protected readonly documentType: T;
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
  has<D>(this: ChangeSet<D>, path: ChangeSetPath<D>): boolean {
    this.#holders ??= new Set(this.paths.flatMap((changed) => beginningsOf(changed)));
    return (
      this.#changes.has(path) ||
      this.#holders.has(path) ||
      beginningsOf(path).some((above) => this.#changes.has(above))
    );
  }

  /** The change of exactly this path. */
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
