import type { ScalarType } from '../schema/document-schema.js';
import { unwrapped } from '../value/bson-tag.js';
import { isEqual } from '../value/equality/is-equal.js';
import type { Kind } from './kind.js';
import { mismatch } from './kind.js';

/** The rules of one kind of scalars; the rest of the contract is the same for all. */
export interface ScalarRules {
  readonly accepts: (value: unknown) => boolean;
  readonly encode: (value: never) => unknown;
  readonly decode: (stored: unknown) => unknown;
  /** Default: values are unchanged. */
  readonly convert?: (value: unknown) => unknown;
  /** Default `convert`. */
  readonly fromJson?: (value: unknown) => unknown;
}

/** A kind of values that are stored as one BSON value: its methods need only the value. */
export type Scalar = Kind<ScalarType> & ScalarRules;

/** Makes a kind of values without parts. */
export function scalarKind({
  accepts,
  encode,
  decode,
  convert = asItIs,
  fromJson = convert,
}: ScalarRules): Scalar {
  return Object.freeze<Scalar>({
    ...{ accepts, encode, decode, convert, fromJson },
    keyOrder: 'names',
    elementType: nothing,
    entryType: nothing,
    check: nothing,
    childAt: nothing,
    everyChild: () => true,
    mapChildren: asItIs,
    mapStored: asItIs,
    isSame: (stored, after) => isEqual(stored, after),
    isStoredAs: (value, stored) => isEqual(value, stored),
    show: (stored) => {
      const read = unwrapped(stored);
      const value = decode(read);
      return value === mismatch ? read : value;
    },
  });
}

function asItIs(value: unknown): unknown {
  return value;
}

function nothing(): undefined {
  return undefined;
}
