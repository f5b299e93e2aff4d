import type { IdName } from './id-types.js';
import type { DocumentPathValue, Leaf } from './path-types.js';

/**
 * The documents that may stand in place of ids at a path. Where the property beside it follows from its name, `authorId` and `author` or
 * `tagIds` and `tags`, those of its class; else, for ObjectIds, any documents with such an id.
 */
export type ReferredAt<T, P extends string> =
  BesideAt<T, P> extends infer D ? ([D] extends [never] ? ReferredBy<DocumentPathValue<T, P>, P> : D) : never;

/** Documents with an ObjectId in place of these ids, which are those at a path that is not the id of the document itself. */
export type ReferredBy<V, P extends string = ''> = P extends 'id' | '_id' | `${string}.id` | `${string}._id`
  ? never
  : ElementOf<V> extends infer E
    ? E extends { readonly _bsontype: 'ObjectId' }
      ? { readonly id: E } | { readonly _id: E }
      : never
    : never;

/** Whether a property of a class holds the documents of a reference beside it, by their names. */
export type IsBesideReference<T, K extends string> = `${K}Id` extends keyof T
  ? true
  : K extends `${infer Name}s`
    ? `${Name}Ids` extends keyof T
      ? true
      : false
    : false;

type BesideAt<T, P extends string> = P extends `${infer Name}Ids`
  ? DocumentOf<DocumentPathValue<T, `${Name}s`>>
  : P extends `${infer Name}Id`
    ? DocumentOf<DocumentPathValue<T, Name>>
    : never;

/** The documents in a property: objects with an id. */
type DocumentOf<V> =
  ElementOf<V> extends infer E ? (E extends Leaf ? never : [IdName<E>] extends [never] ? never : E) : never;

/** The single values of a property; never for untyped ones. */
type ElementOf<V> = unknown extends V
  ? never
  : V extends null | undefined
    ? never
    : V extends readonly (infer E)[]
      ? ElementOf<E>
      : V extends ReadonlyMap<unknown, infer E>
        ? ElementOf<E>
        : V extends Leaf
          ? Extract<V, { readonly _bsontype: string }>
          : V;
