import type { ObjectId } from 'mongodb';
import { bsonTag } from '../value/bson-tag.js';
import { mismatch } from '../kind/kind.js';
import { decodeUuid } from '../kind/scalar/uuid.js';

/** An id as messages may show it: an ObjectId, a UUID or a number. Undefined for others: text may be a name or an address. */
export function shownId(id: unknown): string | undefined {
  if (typeof id === 'number' || typeof id === 'bigint') return String(id);
  if (bsonTag(id) === 'ObjectId') return (id as ObjectId).toHexString();
  const uuid = decodeUuid(id);
  return uuid === mismatch ? undefined : String(uuid);
}
