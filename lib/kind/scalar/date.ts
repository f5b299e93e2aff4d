import { isValidDate } from '../../value/storable.js';
import { mismatch } from '../kind.js';
import { scalarKind } from '../scalar-kind.js';

export const dateKind = scalarKind({
  accepts: isValidDate,
  encode: (value: Date) => new Date(value),
  // MongoDB stores dates that JavaScript has no Date for; the driver reads them as invalid ones.
  decode: (stored) => (isValidDate(stored) ? new Date(stored) : mismatch),
});
