import type { Plain } from '../value/plain-object.js';

/** A filter that demands what two filters demand; all are in the server's form. */
export function narrowed(filter: Plain, more: Plain): Plain {
  const keys = Object.keys(more);
  if (keys.length === 0) return filter;
  if (!keys.some((key) => Object.hasOwn(filter, key))) return { ...filter, ...more };
  return { $and: [filter, more] };
}
