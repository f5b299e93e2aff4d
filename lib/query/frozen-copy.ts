import { copyOfPlain } from '../value/ordered-plain.js';
import { isPlainObject } from '../value/plain-object.js';
import { depthLimit } from '../value/storable.js';
import { InvalidPipelineError } from './invalid-pipeline-error.js';

/**
 * A copy whose objects and arrays are frozen, at any depth; other values are the same.
 * @param place the stage or function that was given the value
 * @throws InvalidPipelineError if it is nested deeper than the server reads
 */
export function frozenCopy(place: string, value: unknown, depth = 0): unknown {
  if (depth > 2 * depthLimit)
    throw new InvalidPipelineError(place, 'It is nested too deep, or holds itself', 'Pass plain data');
  if (Array.isArray(value)) return Object.freeze(value.map((each) => frozenCopy(place, each, depth + 1)));
  if (!isPlainObject(value)) return value;
  const copied = copyOfPlain(value);
  for (const [key, each] of Object.entries(copied)) copied[key] = frozenCopy(place, each, depth + 1);
  return Object.freeze(copied);
}
