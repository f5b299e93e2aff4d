import type { DocumentSchema } from '../schema/document-schema.js';
import { isPlainObject } from '../value/plain-object.js';
import type { IndexedPath, NamedPath } from '../schema/type/path-types.js';
import { InvalidQueryError } from './query-errors.js';
import { resolvePath } from './resolve-path.js';

export type SortDirection = 'asc' | 'desc' | 1 | -1;

/** Paths in order of priority: `{ name: 'asc', age: 'desc' }`. For a generic `T extends Base` they are the paths of `Base`. */
export type DocumentSort<T> = (T extends unknown ? { readonly type: SortOf<T> } : never)['type'];

type SortOf<T> = Directions<NamedPath<T>> & Directions<IndexedPath<T>>;

// eslint-disable-next-line @typescript-eslint/consistent-indexed-object-style -- a Partial of a Record costs several times as much
type Directions<P extends string> = { readonly [K in P]?: SortDirection };

const directions = new Map<unknown, 1 | -1>([
  ['asc', 1],
  [1, 1],
  ['desc', -1],
  [-1, -1],
]);

/** The direction in the server's form; undefined for anything else. */
export function sortDirection(given: unknown): 1 | -1 | undefined {
  return directions.get(given);
}

/** @throws UnknownPathError, InvalidQueryError */
export function compileSort(schema: DocumentSchema, sort: unknown): ReadonlyMap<string, 1 | -1> {
  if (!isPlainObject(sort))
    throw new InvalidQueryError(
      schema.name,
      'Its sort is not an object',
      `Use paths and directions: { name: 'asc' }`,
    );
  const compiled = new Map<string, 1 | -1>();
  for (const [path, given] of Object.entries(sort)) {
    const direction = sortDirection(given);
    if (!direction)
      throw new InvalidQueryError(schema.name, 'A sort direction is unknown', `Use 'asc' or 'desc'`);
    compiled.set(resolvePath(schema, path).keyPath, direction);
  }
  return compiled;
}

/** Compiles an index given by its paths; one given by its name is returned as it is. @throws UnknownPathError, InvalidQueryError */
export function compileHint(
  schema: DocumentSchema,
  index: unknown,
): string | Readonly<Record<string, 1 | -1>> {
  return typeof index === 'string' ? index : Object.fromEntries(compileSort(schema, index));
}
