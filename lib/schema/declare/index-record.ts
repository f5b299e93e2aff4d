/** The direction of a key of an index, or its kind. */
export type IndexDirection = 1 | -1 | 'text' | 'hashed' | '2dsphere' | '2d';

/** The declaration of one index, as its decorator recorded it. */
export interface IndexRecord {
  /** The property that it is declared on; undefined for a declaration on the class. */
  readonly field: string | undefined;
  /** Paths of the class, with their direction or kind, as given. */
  readonly keys: unknown;
  /** As given. */
  readonly options: Readonly<Record<string, unknown>>;
}
