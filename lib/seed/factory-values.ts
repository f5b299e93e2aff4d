import type { CreateValues } from '../schema/type/given-types.js';

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
export type FactoryValues<T> = {
  readonly [K in keyof CreateValues<T>]?:
    CreateValues<T>[K] | ((call: FactoryCall<T>) => CreateValues<T>[K]) | undefined;
};
