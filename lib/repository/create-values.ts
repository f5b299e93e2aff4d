import type { FieldName } from '../schema/path-types.js';

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
        ? V | CreateValuesOf<V>
        : V;

/** The values of a new document: any of its fields, embedded documents as instances or as their values. */
export type CreateValues<T> = (T extends unknown ? { readonly type: CreateValuesOf<T> } : never)['type'];

type CreateValuesOf<T> = { readonly [K in FieldName<T> & keyof T]?: CreateValue<T[K]> };

type AssignValue<V> = unknown extends V
  ? V
  : V extends { readonly _bsontype: 'ObjectId' }
    ? V | string
    : V extends ReadonlyMap<infer K, infer E>
      ? ReadonlyMap<K, AssignValue<E>>
      : V extends Whole
        ? V
        : V extends readonly (infer E)[]
          ? readonly AssignValue<E>[]
          : V extends object
            ? V | AssignValuesOf<V>
            : V;

/**
 * Values that a document is given by `assign`: any of its fields, those that are undefined left out; embedded documents as instances or as
 * their values; ids also as text of 24 hexadecimal digits.
 */
export type AssignValues<T> = (T extends unknown ? { readonly type: AssignValuesOf<T> } : never)['type'];

type AssignValuesOf<T> = { readonly [K in FieldName<T> & keyof T]?: AssignValue<T[K]> | undefined };
