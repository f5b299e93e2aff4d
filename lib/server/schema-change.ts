/** The kind of a change. `shardCollection` and `cannotChange` are done by hand: they have a remedy. */
export type SchemaChangeKind =
  | 'createCollection'
  | 'changeCollection'
  | 'setValidator'
  | 'createIndex'
  | 'changeIndex'
  | 'hideIndex'
  | 'unhideIndex'
  | 'replaceIndex'
  | 'dropIndex'
  | 'shardCollection'
  | 'cannotChange';

/** Declared but missing on the server, there but different, or there and not declared. */
export type SchemaDifference = 'missing' | 'different' | 'extra';

/** One difference between the document classes and the server, with the change that would remove it. */
export interface SchemaChange {
  readonly kind: SchemaChangeKind;
  readonly difference: SchemaDifference;
  readonly collection: string;
  /** The name of the index that it is about; undefined for changes of collections. */
  readonly index: string | undefined;
  /** The differences, as `unique: no → yes`, or what is made. Filters are named by their paths, never by their values. */
  readonly details: readonly string[];
  /** The declarations that it comes from, as `Person.email`. */
  readonly declaredBy: readonly string[];
  /** The way to do it by hand; undefined if `apply` does it. */
  readonly remedy: string | undefined;
}

/** A plan as plain JSON. */
export interface SchemaPlanJson {
  readonly connection: string;
  readonly database: string;
  readonly changes: readonly SchemaChange[];
}
