import type { DocumentIdOrHex, IdName } from '../schema/type/id-types.js';
import type {
  FieldName,
  FirstName,
  IndexedPath,
  Leaf,
  NamedPath,
  PathsBelow,
} from '../schema/type/path-types.js';

/** Marks, for the compiler only, a document of which only some fields were loaded. */
declare const part: unique symbol;

/** A document of `T` of which only some fields were loaded. */
export interface DocumentPart<T> {
  readonly [part]?: T;
}

/** A document of `T`, complete or in part. */
export type DocumentOrPart<T> = T | DocumentPart<T>;

/**
 * The paths that `select` and `omit` take: fields, fields of embedded documents, also of those in lists and maps, keys of maps and of
 * untyped values; no indexes. For a generic `T extends Base` they are those of `Base`.
 */
export type SelectionPath<T> = (T extends unknown
  ? { readonly type: NamedPath<T> | Exclude<IndexedPath<T>, ElementPath> }
  : never)['type'];

/** A path with an index of a list. */
type ElementPath = `${string}.${number}` | `${string}.${number}.${string}`;

/** A path inside a field. */
type DeepPath = `${string}.${string}`;

/**
 * A document of `T` with the paths `K` and the id, as `select` loads it: an instance whose other fields are undefined. With fields alone it can
 * be saved: the others are neither validated nor written, unless they are given a value. With a path inside a field it is read-only.
 */
export type SelectedDocument<T, K extends string> = [Extract<K, DeepPath>] extends [never]
  ? Pick<T, (K | IdName<T>) & keyof T> & DocumentPart<T>
  : PartsWithId<T, K>;

/**
 * A document of `T` without the paths `K`, as `omit` loads it: an instance whose omitted fields are undefined. With fields alone it can be
 * saved, and these are left alone; with a path inside a field it is read-only.
 */
export type OmittedDocument<T, K extends string> = [Extract<K, DeepPath>] extends [never]
  ? Rest<T, K> & DocumentPart<T>
  : Rest<T, K>;

/** The property of a conditional type, so that the parts of a generic `T extends Base` are those of `Base`. */
type PartsWithId<T, K extends string> = (T extends unknown
  ? { readonly type: PartsOf<T, K | IdName<T>> }
  : never)['type'];

/** The parts of an object at some paths. */
type PartsOf<T, K extends string> = {
  readonly [Name in keyof T as Name extends FirstName<K> ? Name : never]: Name extends K
    ? T[Name]
    : PartsAt<T[Name], PathsBelow<K, Name>>;
};

type PartsAt<V, K extends string> = unknown extends V
  ? unknown
  : V extends Leaf
    ? V
    : V extends ReadonlyMap<string, infer E>
      ? ReadonlyMap<string, EntryParts<E, K, Exclude<K, DeepPath>>>
      : V extends readonly (infer E)[]
        ? readonly PartsAt<E, K>[]
        : PartsOf<V, K>;

/** The entries of a map of which some are whole, and of others some parts. */
type EntryParts<E, K extends string, Whole extends string> =
  | ([Whole] extends [never] ? never : E)
  | ([Exclude<K, Whole>] extends [never]
      ? never
      : PartsAt<E, Exclude<K, Whole> extends `${string}.${infer Rest}` ? Rest : never>);

/** An object without some paths. */
type Rest<T, K extends string> = (T extends unknown
  ? {
      readonly type: {
        [Name in keyof T as Name extends K ? never : Name]: Name extends FirstName<K>
          ? RestAt<T[Name], PathsBelow<K, Name>>
          : T[Name];
      };
    }
  : never)['type'];

type RestAt<V, K extends string> = unknown extends V
  ? unknown
  : V extends Leaf
    ? V
    : V extends ReadonlyMap<string, infer E>
      ? ReadonlyMap<string, E>
      : V extends readonly (infer E)[]
        ? readonly RestAt<E, K>[]
        : Rest<V, K>;

/**
 * A document of `T` as `plain` gives it, a plain object: embedded documents and maps are plain objects too, and there are no methods. Scalars,
 * such as ObjectIds and dates, stay what they are. Getters of the class are absent, whatever their type says.
 */
export type PlainDocument<T> = (T extends unknown
  ? { readonly type: { [Name in keyof T as Name extends FieldName<T> ? Name : never]: PlainValue<T[Name]> } }
  : never)['type'];

/** A value in a plain document. */
export type PlainValue<V> = unknown extends V
  ? unknown
  : V extends Leaf
    ? V
    : V extends ReadonlyMap<string, infer E>
      ? Record<string, PlainValue<E>>
      : V extends readonly (infer E)[]
        ? PlainValue<E>[]
        : PlainDocument<V>;

/**
 * The value that `pluck` reads at a path, undefined where a document has none. A path through a list gives the list of the values of its
 * elements.
 */
export type PluckedValue<T, K extends string> = (T extends unknown
  ? { readonly type: PlainValue<ValueAt<T, K>> }
  : never)['type'];

type ValueAt<T, K extends string> = K extends keyof T
  ? T[K]
  : K extends `${infer Name}.${infer Rest}`
    ? Name extends keyof T
      ? ValueWithin<T[Name], Rest>
      : never
    : never;

type ValueWithin<V, K extends string> = unknown extends V
  ? unknown
  : V extends null | undefined
    ? undefined
    : V extends ReadonlyMap<string, infer E>
      ? (K extends `${string}.${infer Rest}` ? ValueWithin<E, Rest> : E) | undefined
      : V extends readonly (infer E)[]
        ? Exclude<ValueWithin<E, K>, undefined>[]
        : ValueAt<V, K>;

/** A value that `distinct` finds: of a list its elements, without undefined. */
export type DistinctValue<V> = PlainValue<ElementOf<Exclude<V, undefined>>>;

type ElementOf<V> = V extends readonly (infer E)[] ? E : V;

/** The documents with some ids, in the order of the ids, and the ids that no document has, as they were given. */
export interface DocumentsByIds<D, T = D> {
  readonly documents: D[];
  readonly missing: DocumentIdOrHex<T>[];
}
