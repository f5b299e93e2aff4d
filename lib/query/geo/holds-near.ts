import { isPlainObject } from '../../value/plain-object.js';
import { nearNode } from './near.js';

/** Whether a compiled filter sorts by distance, so that the server neither counts nor groups by it. */
export function holdsNear(filter: unknown): boolean {
  if (Array.isArray(filter)) return filter.some(holdsNear);
  if (!isPlainObject(filter)) return false;
  return Object.entries(filter).some(([key, value]) => key === nearNode.key || holdsNear(value));
}
