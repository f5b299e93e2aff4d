import type { IdName } from '../../schema/type/id-types.js';
import type { FieldName, Leaf } from '../../schema/type/path-types.js';

/** The names of the properties of rows that hold documents with an id, or lists of them. */
export type TargetName<Row> = {
  [K in FieldName<Row>]: HasId<DocumentsIn<Row[K & keyof Row]>> extends true ? K : never;
}[FieldName<Row>];

/** The documents that a property of rows holds. */
export type TargetDocument<Row, K> = K extends keyof Row ? DocumentsIn<Row[K]> & object : never;

/** The value that `lookup` gives a property: a list, or a document or null. */
export type LookedUp<Row, K, Found> = K extends keyof Row
  ? NonNullable<Row[K]> extends readonly unknown[]
    ? Found[]
    : Found | null
  : never;

type HasId<D> = [D] extends [never] ? false : [IdName<D>] extends [never] ? false : true;

type DocumentsIn<V> = unknown extends V
  ? never
  : V extends null | undefined
    ? never
    : V extends readonly (infer E)[]
      ? DocumentsIn<E>
      : V extends Leaf
        ? never
        : V extends object
          ? V
          : never;
