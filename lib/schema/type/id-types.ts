import type { FieldName } from './path-types.js';

/** The name of the property that holds the id: `_id`, else `id`. A class with `_id` may have another field `id`. */
export type IdName<T> = '_id' extends keyof T ? '_id' : 'id' extends keyof T ? 'id' : never;

/** Values that can be the id of a document. */
type IdValue = string | number | bigint | Date | Uint8Array | { readonly _bsontype: string };

/**
 * The type of the id of a document: that of its property `_id`, else of `id`. For other names it is any id type among its fields, as the
 * compiler does not see decorators. For a generic `T extends Base` it is that of `Base`.
 */
export type DocumentId<T> = (T extends unknown ? { readonly type: IdOf<T> } : never)['type'];

/** The id that repositories accept: an ObjectId may also be given as its 24 hexadecimal digits. */
export type DocumentIdOrHex<T> = (T extends unknown
  ? { readonly type: ObjectIdOrHex<IdOf<T>> }
  : never)['type'];

/** A value; an ObjectId may also be given as its 24 hexadecimal digits. */
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
