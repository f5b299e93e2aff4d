import type { FieldName, NamedPath } from '../../schema/type/path-types.js';
import type { Expression } from './expression.js';

/**
 * The paths that expressions can read: names of fields, joined by dots, and the entries of maps and untyped fields. An index of an array
 * is not part of a path. For a generic `T extends Base` they are those of `Base`.
 */
export type FieldPath<Row> = (Row extends unknown
  ? { readonly type: NamedPath<Row> | EntryPath<Row> }
  : never)['type'];

type EntryPath<Row> = { [K in FieldName<Row>]: EntryBelow<K, Row[K]> }[FieldName<Row>];

type EntryBelow<K extends string, V> = unknown extends V
  ? `${K}.${string}`
  : NonNullable<V> extends ReadonlyMap<string, unknown>
    ? `${K}.${string}`
    : never;

/** The type of the value that an expression reads at a path: of a path through an array, an array. */
export type FieldValue<Row, P extends string> = Row extends unknown ? ValueAt<Row, P> : never;

type ValueAt<T, P extends string> = unknown extends T
  ? unknown
  : P extends keyof T
    ? T[P]
    : P extends `${infer K}.${infer Rest}`
      ? K extends keyof T
        ? unknown extends T[K]
          ? unknown
          : ValueBelow<NonNullable<T[K]>, Rest> | Extract<T[K], null | undefined>
        : undefined
      : undefined;

type ValueBelow<V, Rest extends string> =
  V extends ReadonlyMap<string, infer E>
    ? Rest extends `${string}.${infer Deep}`
      ? ValueAt<NonNullable<E>, Deep> | undefined
      : E | undefined
    : V extends readonly (infer E)[]
      ? Exclude<ValueAt<NonNullable<E>, Rest>, undefined>[]
      : ValueAt<V, Rest>;

/** A path, or an expression that was made for the same row. */
export type PathOrExpression<Row> = FieldPath<Row> | Expression;

/** The type of the value of a path or an expression. */
export type ValueOf<Row, X> =
  X extends Expression<infer V> ? V : X extends string ? FieldValue<Row, X> : never;

/** A value in which absent is null, as in the results of `group`. */
export type OrNull<V> = undefined extends V ? Exclude<V, undefined> | null : V;

export type Numeric = number | bigint | { readonly _bsontype: 'Decimal128' };

/** The general type of a literal one. */
export type Widened<V> = V extends string
  ? string
  : V extends number
    ? number
    : V extends bigint
      ? bigint
      : V extends boolean
        ? boolean
        : V;
