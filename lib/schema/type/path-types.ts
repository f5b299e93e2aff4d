import type { Allows, Budget, IndexedPathBudget, NamedPathBudget, Spend } from './path-budget.js';

/** Values that have no paths below them. */
export type Leaf =
  | string
  | number
  | bigint
  | boolean
  | symbol
  | null
  | undefined
  | Date
  | RegExp
  | Uint8Array
  | { readonly _bsontype: string };

type IsUntyped<V> = unknown extends V ? true : false;

/** Without null and undefined; `NonNullable<unknown>` would be an object without properties. */
type Present<V> = IsUntyped<V> extends true ? unknown : NonNullable<V>;

/** The names of the properties of a document that are not methods. */
export type FieldName<T> = {
  [K in keyof T & string]-?: IsUntyped<T[K]> extends true
    ? K
    : NonNullable<T[K]> extends (...values: never[]) => unknown
      ? never
      : K;
}[keyof T & string];

/** The names of the fields of a document; for a generic `T extends Base` those of `Base`. */
export type DocumentField<T> = (T extends unknown
  ? { readonly type: FieldName<T> & keyof T }
  : never)['type'];

/**
 * The paths of a document to four levels: `name`, `address.street`, `others.1.street`, `others.street`, `scores.ada`. For a class with
 * thousands of paths only the outer ones are exact. For a generic `T extends Base` they are those of `Base`.
 */
export type DocumentPath<T> = (T extends unknown
  ? { readonly type: NamedPath<T> | IndexedPath<T> }
  : never)['type'];

/** Counts levels down, so that classes that hold each other end. */
type Deeper = [never, 0, 1, 2, 3];

/** The fields of a class that have paths below them. An array counts twice: its paths can be written with and without an index. */
type Branch<T> = { [K in FieldName<T>]: BranchAt<K, Present<T[K]>> }[FieldName<T>];

type BranchAt<K extends string, V> =
  IsUntyped<V> extends true
    ? never
    : V extends Leaf | ReadonlyMap<string, unknown>
      ? never
      : V extends readonly (infer E)[]
        ? Present<E> extends Leaf
          ? never
          : K | `${K}.0`
        : K;

/**
 * Paths of field names alone, apart from indexed paths: the compiler compares each pattern of a union with each literal in it, so a union
 * of both would cost the product of their numbers.
 */
export type NamedPath<T, Level extends number = 4, Left extends Budget = NamedPathBudget> = Level extends 0
  ? never
  : {
      [K in FieldName<T>]: K | NamedBelow<K, Present<T[K]>, Deeper[Level], Spend<Left, Branch<T>>>;
    }[FieldName<T>];

type NamedBelow<K extends string, V, Level extends number, Left extends Budget> =
  IsUntyped<V> extends true
    ? never
    : V extends Leaf | ReadonlyMap<string, unknown>
      ? never
      : V extends readonly (infer E)[]
        ? NamedBelow<K, Present<E>, Level, Left>
        : Allows<Left, keyof V> extends true
          ? `${K}.${NamedPath<V, Level, Left>}`
          : never;

/** Paths of field names that do not pass through arrays: each has a single value. */
export type SinglePath<T, Level extends number = 4, Left extends Budget = NamedPathBudget> = Level extends 0
  ? never
  : {
      [K in FieldName<T>]: K | SingleBelow<K, Present<T[K]>, Deeper[Level], Spend<Left, Branch<T>>>;
    }[FieldName<T>];

type SingleBelow<K extends string, V, Level extends number, Left extends Budget> =
  IsUntyped<V> extends true
    ? never
    : V extends Leaf | ReadonlyMap<string, unknown> | readonly unknown[]
      ? never
      : Allows<Left, keyof V> extends true
        ? `${K}.${SinglePath<V, Level, Left>}`
        : never;

/** Paths with an index of an array or a key of a map, and all paths that are not exact. */
export type IndexedPath<T> = IndexedEntry<T>[0];

/** Indexed paths, each with the type of the value there. */
export type IndexedEntry<
  T,
  Level extends number = 4,
  Left extends Budget = IndexedPathBudget,
  LeftForNames extends Budget = NamedPathBudget,
> = Level extends 0
  ? never
  : {
      [K in FieldName<T>]: IndexedBelow<
        K,
        Present<T[K]>,
        Deeper[Level],
        Spend<Left, Branch<T>>,
        Spend<LeftForNames, Branch<T>>
      >;
    }[FieldName<T>];

type IndexedBelow<
  K extends string,
  V,
  Level extends number,
  Left extends Budget,
  LeftForNames extends Budget,
> =
  IsUntyped<V> extends true
    ? [`${K}.${string}`, unknown]
    : V extends Leaf
      ? never
      : V extends ReadonlyMap<string, infer E>
        ? EntryWith<`${K}.${string}`, E, BelowEntry<`${K}.${string}`, Present<E>, Level, Left, LeftForNames>>
        : V extends readonly (infer E)[]
          ? [`${K}.${number}`, E] | IndexedInElements<K, Present<E>, Level, Left, LeftForNames>
          : Level extends 0
            ? never
            : Allows<LeftForNames, keyof V> extends true
              ? Below<K, IndexedEntry<V, Level, Left, LeftForNames>>
              : [`${K}.${string}`, unknown];

/** Entries of a map. The paths below them match their pattern too, so its type has to allow what these have. */
type EntryWith<P extends string, E, Inner> = Inner | [P, E | (Inner extends [string, infer V] ? V : never)];

type BelowEntry<P extends string, E, Level extends number, Left extends Budget, LeftForNames extends Budget> =
  IsUntyped<E> extends true
    ? never
    : E extends Leaf | readonly unknown[]
      ? never
      : E extends ReadonlyMap<string, unknown>
        ? IndexedBelow<P, E, Level, Left, LeftForNames>
        : Level extends 0
          ? never
          : InElement<P, E, Level, Left, LeftForNames>;

type IndexedInElements<
  K extends string,
  E,
  Level extends number,
  Left extends Budget,
  LeftForNames extends Budget,
> =
  IsUntyped<E> extends true
    ? [`${K}.${string}`, unknown]
    : E extends Leaf
      ? never
      : E extends readonly unknown[] | ReadonlyMap<string, unknown>
        ? IndexedBelow<K | `${K}.${number}`, E, Level, Left, LeftForNames>
        : Level extends 0
          ? never
          : Allows<LeftForNames, keyof E> extends true
            ? | Below<K, IndexedEntry<E, Level, Left, LeftForNames>>
              | InElement<`${K}.${number}`, E, Level, Left, LeftForNames>
            : [`${K}.${string}`, unknown];

type InElement<K extends string, E, Level extends number, Left extends Budget, LeftForNames extends Budget> =
  Allows<Left, keyof E> extends true
    ? Below<K, IndexedEntry<E, Level, Left, LeftForNames>> | NamedEntry<K, E, NamedPath<E, Level, Left>>
    : [`${K}.${string}`, unknown];

type Below<K extends string, Entry> = Entry extends [infer P extends string, infer V]
  ? [`${K}.${P}`, V]
  : never;

type NamedEntry<K extends string, T, P extends string> = P extends unknown
  ? [`${K}.${P}`, DocumentPathValue<T, P>]
  : never;

/** The type of the value at a path. Depends on the path first: declarations of mixins then keep its name where the path is generic. */
export type DocumentPathValue<T, P extends string> = P extends keyof T
  ? IsUntyped<T> extends true
    ? unknown
    : T[P]
  : IsUntyped<T> extends true
    ? unknown
    : P extends `${infer K}.${infer Rest}`
      ? K extends keyof T
        ? ValueBelow<Present<T[K]>, Rest>
        : never
      : never;

type ValueBelow<V, Rest extends string> =
  IsUntyped<V> extends true
    ? unknown
    : V extends ReadonlyMap<string, infer E>
      ? Rest extends `${string}.${infer Deep}`
        ? E | DocumentPathValue<Present<E>, Deep>
        : E
      : V extends readonly (infer E)[]
        ? Rest extends `${number}`
          ? E
          : Rest extends `${number}.${infer Deep}`
            ? ValueBelow<Present<E>, Deep> | DocumentPathValue<Present<E>, Deep>
            : DocumentPathValue<Present<E>, Rest>
        : DocumentPathValue<V, Rest>;

/** The first name of a path. */
export type FirstName<K extends string> = K extends `${infer Name}.${string}` ? Name : K;

/** The paths below a name. */
export type PathsBelow<K extends string, Name> = K extends `${infer First}.${infer Rest}`
  ? First extends Name
    ? Rest
    : never
  : never;
