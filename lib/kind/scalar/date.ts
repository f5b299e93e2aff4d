import { isValidDate } from '../../value/storable.js';
import { mismatch } from '../kind.js';
import { scalarKind } from '../scalar-kind.js';

export const dateKind = scalarKind({
  accepts: isValidDate,
  encode: (value: Date) => new Date(value),
  // MongoDB can store dates outside JavaScript's range; the driver reads them as invalid dates.
  decode: (stored) => (isValidDate(stored) ? new Date(stored) : mismatch),
});
