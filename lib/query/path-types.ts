/** Values that have no paths below them. */
type Leaf =
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

/** The names of the properties of a document that are no methods. */
export type FieldName<T> = {
  [K in keyof T & string]-?: IsUntyped<T[K]> extends true
    ? K
    : NonNullable<T[K]> extends (...values: never[]) => unknown
      ? never
      : K;
}[keyof T & string];

/** Counts levels down, so that classes that hold each other end. */
type Deeper = [never, 0, 1, 2, 3];

/** The paths of a document to four levels: `name`, `address.street`, `others.1.street`, `others.street`, `scores.ada`. */
export type Path<T, Level extends number = 4> = Level extends 0
  ? never
  : { [K in FieldName<T>]: K | PathBelow<K, Present<T[K]>, Deeper[Level]> }[FieldName<T>];

type PathBelow<K extends string, V, Level extends number> =
  IsUntyped<V> extends true
    ? `${K}.${string}`
    : V extends Leaf
      ? never
      : V extends ReadonlyMap<string, unknown>
        ? `${K}.${string}`
        : V extends readonly (infer E)[]
          ? `${K}.${number}` | PathBelow<K | `${K}.${number}`, Present<E>, Level>
          : `${K}.${Path<V, Level>}`;

/** The type of the value at a path. */
export type PathValue<T, P extends string> =
  IsUntyped<T> extends true
    ? unknown
    : P extends keyof T
      ? T[P]
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
        ? E | PathValue<Present<E>, Deep>
        : E
      : V extends readonly (infer E)[]
        ? Rest extends `${number}`
          ? E
          : Rest extends `${number}.${infer Deep}`
            ? ValueBelow<Present<E>, Deep> | PathValue<Present<E>, Deep>
            : PathValue<Present<E>, Rest>
        : PathValue<V, Rest>;
