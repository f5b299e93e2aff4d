import type { FieldName, Leaf } from '../../schema/type/path-types.js';
import type { Accumulator } from '../expression/accumulator.js';
import type { OrNull, PathOrExpression, ValueOf } from '../expression/field-types.js';

/**
 * A document as a plain object by field name, as aggregations give it: embedded documents are plain objects too, and methods are left out.
 * Other values are those of the document.
 */
export type AggregationRow<T> = unknown extends T
  ? T
  : { [K in keyof T as K extends FieldName<T> ? K : never]: PlainValue<T[K]> };

type PlainValue<V> = unknown extends V
  ? V
  : V extends Leaf | readonly Leaf[]
    ? V
    : V extends ReadonlyMap<infer K, infer E>
      ? Map<K, PlainValue<E>>
      : V extends readonly unknown[]
        ? { [I in keyof V]: PlainValue<V[I]> }
        : AggregationRow<V>;

/** Values of the group that rows belong to, by the names that they get. */
export type GroupKeys<Row> = Readonly<Record<string, PathOrExpression<Row>>>;

/** Values computed from all rows of a group, by the names that they get. */
export type GroupValues = Readonly<Record<string, Accumulator>>;

/** The rows that `group` gives. */
export type Grouped<Row, Keys, Values> = {
  [K in keyof Keys | keyof Values]: K extends keyof Values
    ? Values[K] extends Accumulator<infer V>
      ? V
      : never
    : K extends keyof Keys
      ? OrNull<ValueOf<Row, Keys[K]>>
      : never;
};

/** Values of a row by the names that they get: a path, an expression, or true for the field of that name. */
export type RowShape<Row> = Readonly<Record<string, PathOrExpression<Row> | true>>;

/** The names in a shape that are `true` without being fields of the row. */
export type UnknownNames<Row, Shape> = {
  [K in keyof Shape]: Shape[K] extends true ? (K extends FieldName<Row> ? never : K) : never;
}[keyof Shape];

/** The rows that `project` gives. */
export type Projected<Row, Shape> = {
  -readonly [K in keyof Shape]: Shape[K] extends true
    ? K extends keyof Row
      ? Row[K]
      : never
    : ValueOf<Row, Shape[K]>;
};

/** Rows with further values, which replace those of the same names. */
export type Extended<Row, Added> = Row extends unknown
  ? Flat<{ [K in keyof Row as K extends keyof Added ? never : K]: Row[K] } & Added>
  : never;

/** One object type in place of an intersection. */
export type Flat<T> = { [K in keyof T]: T[K] };

/** The rows that `sortByCount` gives. */
export interface ValueCount<Row, X> {
  value: OrNull<ValueOf<Row, X>>;
  count: number;
}
