import type { IsBesideReference, ReferredAt } from './referred-types.js';
import type { FieldName } from './path-types.js';

/** Values that are given as they are, never as parts. */
type Whole =
  string | number | boolean | null | undefined | RegExp | Uint8Array | { readonly _bsontype: string };

/** Values that may also be given as text. */
type AlsoText =
  | Date
  | bigint
  | { readonly _bsontype: 'ObjectId' }
  | { readonly _bsontype: 'Binary'; toHexString(): string };

/**
 * A value in the forms that are accepted: ids, dates and bigints also as text, maps as objects, embedded documents as instances or as their
 * values.
 */
export type GivenValue<V> = unknown extends V
  ? V
  : V extends AlsoText
    ? V | string
    : V extends ReadonlyMap<infer K, infer E>
      ? ReadonlyMap<K, GivenValue<E>> | Readonly<Record<K & string, GivenValue<E>>>
      : V extends Whole
        ? V
        : V extends readonly (infer E)[]
          ? readonly GivenValue<E>[]
          : V extends object
            ? V | AssignValuesOf<V>
            : V;

/**
 * The values of a new document: any of its fields, embedded documents as instances or as their values. Also as JSON has them: ids, dates
 * and bigints as text, maps as objects.
 */
export type CreateValues<T> = (T extends unknown ? { readonly type: CreateValuesOf<T> } : never)['type'];

type CreateValuesOf<T> = { readonly [K in FieldName<T> & keyof T]?: GivenAt<T, K> };

/**
 * The values that `assign` accepts: any fields, where undefined leaves a field alone; embedded documents as instances or as their values.
 * Also as JSON has them: ids, dates and bigints as text, maps as objects.
 */
export type AssignValues<T> = (T extends unknown ? { readonly type: AssignValuesOf<T> } : never)['type'];

type AssignValuesOf<T> = { readonly [K in FieldName<T> & keyof T]?: GivenAt<T, K> | undefined };

/** The value of a property: a document itself beside a reference, as far as their names tell, and in place of its id. */
type GivenAt<T, K extends FieldName<T> & keyof T> =
  IsBesideReference<T, K> extends true ? T[K] : GivenOrDocument<T[K], ReferredAt<T, K>>;

type GivenOrDocument<V, D> = [D] extends [never] ? GivenValue<V> : GivenValue<V> | DocumentInPlace<V, D>;

/** Documents in place of ids, also in lists and maps. */
export type DocumentInPlace<V, D> = V extends readonly (infer E)[]
  ? readonly (GivenValue<E> | D)[]
  : V extends ReadonlyMap<infer K, infer E>
    ? ReadonlyMap<K, GivenValue<E> | D> | Readonly<Record<K & string, GivenValue<E> | D>>
    : D;
