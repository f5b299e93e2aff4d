import { isPlainObject } from '../../value/plain-object.js';
import type { ExistingIndex } from './existing-collection.js';

/** Reads the indexes of a list of the server, without those of the id and without what has another form. */
export function readIndexes(listed: readonly unknown[]): ExistingIndex[] {
  return listed.map(readIndex).filter((each) => each !== undefined);
}

function readIndex(listed: unknown): ExistingIndex | undefined {
  if (!isPlainObject(listed)) return undefined;
  const { name, key, ...options } = listed;
  if (typeof name !== 'string' || !isPlainObject(key)) return undefined;
  const keys = Object.entries(key);
  if (keys.length === 0 || options['clustered'] === true || name === '_id_') return undefined;
  return { name, keys, options };
}
