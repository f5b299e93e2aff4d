import { compileSelection } from '../../query/compile-selection.js';
import { isObject, ownValue } from '../../value/own-value.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { findAll } from './find.js';
import type { Query } from './query.js';

/** Reads the values at a path, one for each document of a query. */
export async function pluck(
  repository: RepositoryContext,
  path: string,
  query: Query,
  options: OperationOptions,
): Promise<unknown[]> {
  const { schema, family } = repository;
  const selection = compileSelection(schema, family, [path]);
  const found = await findAll(repository, { ...query, selection, isPlain: true }, options, 'find');
  const names = path.split('.');
  return found.map((values) => valueAt(values, names));
}

/** The value below an object; of a list those of its elements that have one. */
export function valueAt(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value;
  if (Array.isArray(value)) {
    const values = (value as unknown[]).map((element) => valueAt(element, [name, ...rest]));
    return values.filter((each) => each !== undefined);
  }
  return isObject(value) ? valueAt(ownValue(value, name), rest) : undefined;
}
