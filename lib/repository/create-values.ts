import type { FieldName } from '../query/path-types.js';

/** Values that are given as they are. */
type Whole =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Date
  | RegExp
  | Uint8Array
  | ReadonlyMap<unknown, unknown>
  | { readonly _bsontype: string };

type CreateValue<V> = unknown extends V
  ? V
  : V extends Whole
    ? V
    : V extends readonly (infer E)[]
      ? readonly CreateValue<E>[]
      : V extends object
        ? V | CreateValues<V>
        : V;

/** The values of a new document: any of its fields, embedded documents as instances or as their values. */
export type CreateValues<T> = { readonly [K in FieldName<T> & keyof T]?: CreateValue<T[K]> };
