import type { CreateValues, GivenValue } from '../schema/type/given-types.js';
import type { FieldName } from '../schema/type/path-types.js';

/** The document that a factory makes values for. */
export interface FactoryCall<T> {
  /** 1 for the first document of the factory, 2 for the second one, and so on. */
  readonly sequence: number;
  /** The values that are known already: all that were given, and the defaults declared above. */
  readonly values: CreateValues<T>;
}

/**
 * The values of a factory's documents: given, or computed for each document by a function. `undefined` leaves out a value that the factory
 * has by default.
 */
export type FactoryValues<T> = (T extends unknown ? { readonly type: FactoryValuesOf<T> } : never)['type'];

type FactoryValuesOf<T> = {
  readonly [K in FieldName<T> & keyof T]?:
    GivenValue<T[K]> | ((call: FactoryCall<T>) => GivenValue<T[K]> | undefined) | undefined;
};
