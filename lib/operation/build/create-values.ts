import type { FieldName } from '../../schema/type/path-types.js';

/** Values that are given as they are, never as parts. */
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

/**
 * A value in the forms that are accepted: ids also as text of 24 hexadecimal digits, embedded documents as instances or as their values.
 */
type GivenValue<V> = unknown extends V
  ? V
  : V extends { readonly _bsontype: 'ObjectId' }
    ? V | string
    : V extends ReadonlyMap<infer K, infer E>
      ? ReadonlyMap<K, GivenValue<E>>
      : V extends Whole
        ? V
        : V extends readonly (infer E)[]
          ? readonly GivenValue<E>[]
          : V extends object
            ? V | AssignValuesOf<V>
            : V;

/**
 * The values of a new document: any of its fields, embedded documents as instances or as their values, ids also as text of 24 hexadecimal
 * digits.
 */
export type CreateValues<T> = (T extends unknown ? { readonly type: CreateValuesOf<T> } : never)['type'];

type CreateValuesOf<T> = { readonly [K in FieldName<T> & keyof T]?: GivenValue<T[K]> };

/**
 * The values that `assign` accepts: any fields, where undefined leaves a field alone; embedded documents as instances or as their values;
 * ids also as text of 24 hexadecimal digits.
 */
export type AssignValues<T> = (T extends unknown ? { readonly type: AssignValuesOf<T> } : never)['type'];

type AssignValuesOf<T> = { readonly [K in FieldName<T> & keyof T]?: GivenValue<T[K]> | undefined };
