import { BSON } from 'mongodb';
import { newPlain } from '../../value/plain-object.js';
import { parseStored } from './parse-stored.js';

/** Writes a list of stored values as BSON. */
export function bytesOfList(values: readonly unknown[]): Uint8Array {
  const entries = newPlain();
  values.forEach((value, index) => (entries[String(index)] = value));
  return BSON.serialize(entries);
}

/** Reads a list of stored values, which may be anything; undefined if the bytes are not such a list. */
export function listOfBytes(bytes: Uint8Array): readonly unknown[] | undefined {
  try {
    const entries = parseStored(bytes);
    const isList = Object.keys(entries).every((key, index) => key === String(index));
    return isList ? Object.values(entries) : undefined;
  } catch {
    return undefined;
  }
}
