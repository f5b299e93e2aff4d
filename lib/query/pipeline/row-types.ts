import type { FieldName, Leaf } from '../../schema/type/path-types.js';
import type { Accumulator } from '../expression/accumulator.js';
import type { OrNull, PathOrExpression, ValueOf } from '../expression/field-types.js';

/**
 * A document as a plain object by field name, as aggregations give it: embedded documents are plain objects too, and methods are left out.
 * Other values are those of the document.
 */
export type PlainDocument<T> = { [K in keyof T as K extends FieldName<T> ? K : never]: PlainValue<T[K]> };

type PlainValue<V> = unknown extends V
  ? V
  : V extends Leaf | readonly Leaf[]
    ? V
    : V extends ReadonlyMap<infer K, infer E>
      ? Map<K, PlainValue<E>>
      : V extends readonly unknown[]
        ? { [I in keyof V]: PlainValue<V[I]> }
        : PlainDocument<V>;

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
