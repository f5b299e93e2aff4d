import { isPlainObject } from '../../../lib/value/plain-object.js';
import type { Difference } from '../../../lib/state/change/difference.js';

type Container = Record<string, unknown>;

/**
 * Applies `$set` and `$unset` with these differences as a server does: a model of MongoDB's update semantics.
 * @throws Error for what a server refuses: empty or operator segments, two paths of which one holds the other, a path through a value
 */
export function applyUpdate(document: object, differences: readonly Difference[]): object {
  const paths = differences.map(({ keys }) => keys.join('.'));
  for (const path of paths) {
    if (paths.some((other) => other !== path && other.startsWith(`${path}.`)))
      throw new Error(`conflict at ${path}`);
  }
  if (new Set(paths).size < paths.length) throw new Error('a path stands twice');
  const copy = clone(document) as Container;
  differences.forEach(({ after }, index) => {
    write(copy, (paths[index] as string).split('.'), after);
  });
  return copy;
}

function write(container: unknown, segments: readonly string[], value: unknown): void {
  const [segment = '', ...rest] = segments;
  if (segment === '' || segment.startsWith('$')) throw new Error(`no path: ${segments.join('.')}`);
  if (typeof container !== 'object' || container === null)
    throw new Error(`a path through a value: ${segment}`);
  if (Array.isArray(container) && !(Number(segment) < container.length))
    throw new Error(`no index: ${segment}`);
  const target = container as Container;
  if (rest.length > 0) {
    if (!Object.hasOwn(target, segment)) {
      if (value === undefined) return;
      define(target, segment, {});
    }
    write(target[segment], rest, value);
  } else if (value !== undefined) {
    define(target, segment, clone(value));
  } else if (Array.isArray(container)) {
    define(target, segment, null);
  } else {
    Reflect.deleteProperty(target, segment);
  }
}

function define(target: Container, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}

/** Containers are copied; leaves are not changed by updates and stay. */
function clone(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clone);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, clone(entry)]));
}
