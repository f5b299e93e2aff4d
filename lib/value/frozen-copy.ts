import { copyOfPlain } from './ordered-plain.js';
import { isPlainObject } from './plain-object.js';
import { depthLimit } from './storable.js';

/**
 * A copy whose objects and arrays are frozen, at any depth; other values are the same.
 * @throws RangeError if it is nested much deeper than the server reads, or holds itself
 */
export function frozenCopy(value: unknown, depth = 0): unknown {
  if (depth > 2 * depthLimit) throw new RangeError('nested too deep');
  if (Array.isArray(value)) return Object.freeze(value.map((each) => frozenCopy(each, depth + 1)));
  if (!isPlainObject(value)) return value;
  const copied = copyOfPlain(value);
  for (const [key, each] of Object.entries(copied)) copied[key] = frozenCopy(each, depth + 1);
  return Object.freeze(copied);
}
