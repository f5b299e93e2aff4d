import { isIndex } from '../../value/ordered-plain.js';
import { isStorableKey } from '../../value/storable.js';
import { isPlainObject } from '../../value/plain-object.js';
import { describeValue } from '../../value/describe-value.js';
import { InvalidPipelineError } from '../query-errors.js';

/**
 * The entries of an object whose keys become names in rows.
 * @param place the stage that was given it
 * @throws InvalidPipelineError for a name that the server would read otherwise
 */
export function namedEntries(place: string, given: unknown): [name: string, value: unknown][] {
  if (!isPlainObject(given))
    throw new InvalidPipelineError(
      place,
      `It was given ${describeValue(given)} and not an object`,
      'Pass an object',
    );
  const entries = Object.entries(given);
  for (const [name] of entries) assertName(place, name);
  return entries;
}

/** @throws InvalidPipelineError unless the server stores it as a single key, where it stands */
export function assertName(place: string, name: unknown): void {
  if (typeof name === 'string' && name !== '' && !name.includes('.') && isStorableKey(name) && !isIndex(name))
    return;
  throw new InvalidPipelineError(
    place,
    'It gives a value a name that is empty, a number, holds a dot or starts with $',
    'Use a name like that of a field',
  );
}
