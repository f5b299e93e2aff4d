import { bsonTag } from '../value/bson-tag.js';
import type { Plain } from '../value/plain-object.js';

/** Whether a stored value is an object with keys, and not one of the driver's values. */
export function isStoredObject(stored: unknown): stored is Plain {
  return (
    typeof stored === 'object' &&
    stored !== null &&
    Object.prototype.toString.call(stored) === '[object Object]' &&
    !bsonTag(stored)
  );
}
