import type { IdName } from '../../schema/type/id-types.js';
import type { FieldName, Leaf } from '../../schema/type/path-types.js';
import type { DocumentPart } from '../selected.js';

/**
 * A document of `T` in which the properties at the paths `K` are filled: `Loaded<Post, 'author' | 'comments.author'>`. They lose their mark as
 * optional; a single document may be null, as it may be missing.
 */
export type Loaded<T, K extends string> = LoadedForm<T, T, K>;

/** The form `D` of a document of `T` with the properties at the paths `K` filled. */
export type LoadedForm<D, T, K extends string> = [K] extends [never]
  ? D
  : (T extends unknown
      ? { readonly type: Omit<D, Head<K>> & Filled<T, K> & DocumentPart<T> }
      : never)['type'];

type Filled<T, K extends string> = {
  [Name in Head<K> & keyof T]: Name extends K
    ? FilledValue<T[Name], Below<K, Name>>
    : IsDocument<T[Name]> extends true
      ? FilledValue<T[Name], Below<K, Name>>
      : HolderValue<T[Name], Below<K, Name>>;
};

/** The first name of a path. */
type Head<K extends string> = K extends `${infer Name}.${string}` ? Name : K;

/** The paths below a name. */
type Below<K extends string, Name> = K extends `${infer First}.${infer Rest}`
  ? First extends Name
    ? Rest
    : never
  : never;

type FilledValue<V, K extends string> =
  NonNullable<V> extends readonly (infer E)[]
    ? LoadedOne<E, K>[]
    : NonNullable<V> extends ReadonlyMap<string, infer E>
      ? Map<string, LoadedOne<E, K>>
      : LoadedOne<NonNullable<V>, K> | null;

type LoadedOne<E, K extends string> = LoadedForm<E, E, K>;

/** An embedded document on the way to a property, or a list or map of them. */
type HolderValue<V, K extends string> = V extends null | undefined
  ? V
  : V extends readonly (infer E)[]
    ? HolderValue<E, K>[]
    : V extends ReadonlyMap<string, infer E>
      ? Map<string, HolderValue<E, K>>
      : LoadedOne<V, K>;

/** Whether a property holds documents with an id, not embedded ones. */
type IsDocument<V> = [IdName<Element<V>>] extends [never] ? false : true;

/** The single values of a property. */
type Element<V> = V extends null | undefined
  ? never
  : V extends readonly (infer E)[]
    ? Element<E>
    : V extends ReadonlyMap<unknown, infer E>
      ? Element<E>
      : V;

/** The path itself if it leads to objects in a document of `T`; else the properties that hold objects. */
export type PopulatePath<T, K extends string> = (T extends unknown
  ? { readonly type: K extends unknown ? (LeadsToObjects<T, K> extends true ? K : ObjectName<T>) : never }
  : never)['type'];

type LeadsToObjects<T, K extends string> = K extends `${infer Name}.${infer Rest}`
  ? Name extends ObjectName<T>
    ? LeadsToObjects<Element<T[Name & keyof T]>, Rest>
    : false
  : K extends ObjectName<T>
    ? true
    : false;

/** The names of the properties that hold objects, or lists or maps of them. */
type ObjectName<T> = {
  [Name in FieldName<T>]: unknown extends T[Name] ? never : [Element<T[Name]>] extends [Leaf] ? never : Name;
}[FieldName<T>];
