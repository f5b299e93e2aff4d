import { Double } from 'mongodb';
import { isNumber } from '../../value/storable.js';
import { scalarKind } from '../scalar-kind.js';
import { decodeNumber } from './number.js';

/** A number in documents, always a double in MongoDB. */
export const doubleKind = scalarKind({
  accepts: isNumber,
  encode: (value: number) => new Double(value),
  decode: decodeNumber,
});
