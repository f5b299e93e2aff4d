import { isShownPath } from '../../errors/shown-name.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { describeValue } from '../../value/describe-value.js';
import { isPlainObject } from '../../value/plain-object.js';
import { InvalidQueryError } from '../query-errors.js';

/** The greatest number of properties in one path, and of paths in one call. Data from a request must not load a whole database. */
export const populateLimits = Object.freeze({ depth: 8, paths: 100 });

/** A path as it was given, with its options, which are still unchecked; undefined if it has none. */
export interface GivenPath {
  readonly names: readonly string[];
  readonly options: unknown;
}

/** Reads a list of paths, or an object that has options for each. @throws InvalidQueryError */
export function readPaths(schema: RootSchema, given: unknown): GivenPath[] {
  const entries = entriesOf(given);
  if (!entries || entries.length > populateLimits.paths) {
    throw new InvalidQueryError(
      schema.name,
      `populate was given ${entries ? 'too many paths' : describeValue(given)}`,
      `Pass a list of up to ${populateLimits.paths} paths, or an object with options for each: { author: true, comments: { limit: 3 } }`,
    );
  }
  return entries.map(([path, options]) => ({ names: namesOf(schema, path), options }));
}

function entriesOf(given: unknown): [path: unknown, options: unknown][] | undefined {
  if (Array.isArray(given)) return Array.from(given as unknown[], (path) => [path, undefined]);
  if (!isPlainObject(given)) return undefined;
  return Object.entries(given).map(([path, options]) => [path, options === true ? undefined : options]);
}

function namesOf(schema: RootSchema, path: unknown): string[] {
  if (typeof path !== 'string') throw unknownPath(schema, path);
  return path.split('.');
}

/** The error for a path that leads elsewhere. */
export function unknownPath(schema: RootSchema, path: unknown): InvalidQueryError {
  return new InvalidQueryError(
    schema.name,
    `populate was given ${isShownPath(path) ? `"${path}"` : 'a path'}, which does not lead to a property with @BelongsTo(), @HasMany() or @HasOne()`,
    `Use their names, joined by dots; ${schema.name} has ${[...schema.targets.keys()].join(', ') || 'none itself'}`,
  );
}
