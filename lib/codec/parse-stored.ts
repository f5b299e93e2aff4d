import { BSON } from 'mongodb';
import type { Plain } from '../schema/plain-object.js';

/** Values as the codecs read them: a Long stays what it is and does not become a number that it may not fit. */
const options = { useBigInt64: true, promoteValues: true } as const;

/**
 * A stored document as an object with stored keys.
 * @throws the driver's error if the bytes are no document
 */
export function parseStored(bytes: Uint8Array): Plain {
  return BSON.deserialize(bytes, options);
}

/** The same for the elements of a document, without what stands around them. */
export function parseElements(elements: Uint8Array): Plain {
  const bytes = Buffer.alloc(elements.length + 5);
  bytes.writeInt32LE(bytes.length, 0);
  bytes.set(elements, 4);
  return parseStored(bytes);
}
