import type { IdName } from '../../schema/type/id-types.js';
import type { FieldName, FirstName, Leaf, PathsBelow } from '../../schema/type/path-types.js';
import type { DocumentPart, SelectedDocument } from '../selected.js';

/**
 * A document of `T` in which the properties at the paths `K` are filled: `Loaded<Post, 'author' | 'comments.author'>`. They lose their mark as
 * optional; a single document may be null, as it may be missing.
 */
export type Loaded<T, K extends string> = LoadedForm<T, T, K>;

/**
 * The form `D` of a document of `T` with the properties at the paths `K` filled. `S` has the selected paths of those documents of which only
 * some are loaded: `{ author: 'name' }`.
 */
export type LoadedForm<D, T, K extends string, S = unknown> = [K] extends [never]
  ? D
  : (T extends unknown
      ? { readonly type: Omit<D, FirstName<K>> & Filled<D, T, K, S> & DocumentPart<T> }
      : never)['type'];

type Filled<D, T, K extends string, S> = {
  [Name in FirstName<K> & keyof T]: Name extends K
    ? FilledValue<T[Name], FormAt<D, T, Name, S>, PathsBelow<K, Name>, SelectedBelow<S, Name>>
    : IsDocument<T[Name]> extends true
      ? FilledValue<T[Name], FormAt<D, T, Name, S>, PathsBelow<K, Name>, SelectedBelow<S, Name>>
      : HolderValue<T[Name], FormAt<D, T, Name, S>, PathsBelow<K, Name>, SelectedBelow<S, Name>>;
};

/** The form of the single values of a property before what is below them is filled. */
type FormAt<D, T, Name extends keyof T, S> = Name extends keyof S
  ? SelectedDocument<Element<T[Name]>, S[Name] & string>
  : Name extends keyof D
    ? Element<D[Name]>
    : Element<T[Name]>;

/** The selected paths of documents below a name. */
type SelectedBelow<S, Name> = unknown extends S
  ? S
  : { [Path in keyof S as Path extends string ? PathsBelow<Path, Name> : never]: S[Path] };

type FilledValue<V, F, K extends string, S> =
  NonNullable<V> extends readonly (infer E)[]
    ? LoadedForm<F, E, K, S>[]
    : NonNullable<V> extends ReadonlyMap<string, infer E>
      ? Map<string, LoadedForm<F, E, K, S>>
      : LoadedForm<F, NonNullable<V>, K, S> | null;

/** An embedded document on the way to a property, or a list or map of them. */
type HolderValue<V, F, K extends string, S> = V extends null | undefined
  ? V
  : V extends readonly (infer E)[]
    ? HolderValue<E, F, K, S>[]
    : V extends ReadonlyMap<string, infer E>
      ? Map<string, HolderValue<E, F, K, S>>
      : LoadedForm<F, V, K, S>;

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

/** The single documents to which a path leads. */
export type PopulateTarget<T, K> = K extends `${infer Name}.${infer Rest}`
  ? PopulateTarget<Element<T[Name & keyof T]>, Rest>
  : Element<T[K & keyof T]> & object;

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
