import { bsonTag } from '../value/bson-tag.js';
import type { Plain } from '../value/plain-object.js';

/** Whether a stored value is an object with keys rather than a value of the driver. */
export function isStoredObject(stored: unknown): stored is Plain {
  return (
    typeof stored === 'object' &&
    stored !== null &&
    Object.prototype.toString.call(stored) === '[object Object]' &&
    !bsonTag(stored)
  );
}
