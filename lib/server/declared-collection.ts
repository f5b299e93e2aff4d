import type { Document } from 'mongodb';

/** One index as classes declare it, in the server's form: names of fields are keys. */
export interface DeclaredIndex {
  /** Given, or made of its keys as the server does it: `name_1_createdAt_-1`. */
  readonly name: string;
  /** Paths of keys with their direction or kind, in order: `[['name', 1], ['place', '2dsphere']]`. */
  readonly keys: readonly (readonly [path: string, direction: IndexDirection])[];
  /** The options that differ from the server's defaults, as `createIndexes` takes them, without the name. */
  readonly options: Readonly<Document>;
  /** The declarations that it comes from, as `Person` or `Person.email`, for messages. */
  readonly declaredBy: readonly string[];
}

export type IndexDirection = 1 | -1 | 'text' | 'hashed' | '2dsphere' | '2d';

/** The validator of a collection, as `create` and `collMod` take it. */
export interface DeclaredValidator {
  readonly validator: Readonly<Document>;
  readonly validationLevel: 'strict' | 'moderate';
  readonly validationAction: 'error' | 'warn';
}

/** One collection as the classes of an application declare it, in the server's form. */
export interface DeclaredCollection {
  readonly name: string;
  /** The names of the document classes that it holds, the base class first. */
  readonly documents: readonly string[];
  /** Options that differ from the server's defaults, as `create` takes them, without the validator: capped, size, timeseries, collation … */
  readonly options: Readonly<Document>;
  /** Paths of keys of the shard key, in order; undefined if none is declared. */
  readonly shardKey?: readonly (readonly [path: string, direction: 1 | 'hashed'])[] | undefined;
  /** Undefined if the classes declare none: one that exists is left alone. */
  readonly validator: DeclaredValidator | undefined;
  /** Without that of the id, which the server makes. */
  readonly indexes: readonly DeclaredIndex[];
}
