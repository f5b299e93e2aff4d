import type { FieldName } from './path-types.js';

/** The name of the property that holds the id: `_id`, else `id`, which may be another field beside `_id`. */
export type IdName<T> = '_id' extends keyof T ? '_id' : 'id' extends keyof T ? 'id' : never;

/** Values that a document is found by. */
type IdValue = string | number | bigint | Date | Uint8Array | { readonly _bsontype: string };

/**
 * The type of the id of a document: that of its property `_id`, else of `id`. Decorators are not seen by the compiler, so where the id is
 * called otherwise it is any type that an id can have among its fields. Of a generic `T extends Base` that of `Base`.
 */
export type DocumentId<T> = (T extends unknown ? { readonly type: IdOf<T> } : never)['type'];

/** An id as repositories take it: an ObjectId also as text of its 24 hexadecimal digits. */
export type DocumentIdOrHex<T> = (T extends unknown
  ? { readonly type: ObjectIdOrHex<IdOf<T>> }
  : never)['type'];

/** A value, an ObjectId also as text of its 24 hexadecimal digits. */
export type ObjectIdOrHex<V> = V extends { readonly _bsontype: 'ObjectId' } ? V | string : V;

type IdOf<T> =
  IdName<T> extends infer Name extends keyof T
    ? [Name] extends [never]
      ? IdAmong<T>
      : NonNullable<T[Name]>
    : IdAmong<T>;

type IdAmong<T> =
  Extract<T[FieldName<T> & keyof T], IdValue> extends infer Id
    ? [Id] extends [never]
      ? unknown
      : Id
    : never;
