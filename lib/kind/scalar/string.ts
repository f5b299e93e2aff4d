import { isText } from '../../value/text.js';
import { mismatch } from '../kind.js';
import { scalarKind } from '../scalar-kind.js';

export const stringKind = scalarKind({
  accepts: isText,
  encode: (value: string) => value,
  decode: (stored) => (typeof stored === 'string' ? stored : mismatch),
});
