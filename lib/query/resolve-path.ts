import type { DocumentSchema } from '../schema/document-schema.js';
import { findUnstored } from '../schema/reference/unstored-path.js';
import { findPath } from './find-path.js';
import type { ResolvedPath } from './find-path.js';
import { UnknownPathError } from './query-errors.js';

/**
 * Finds a path: names of declared fields, arrays with or without an index, keys of maps and of untyped values.
 * @throws UnknownPathError
 */
export function resolvePath(schema: DocumentSchema, path: string): ResolvedPath {
  // Callers in JavaScript may give anything.
  const text = typeof (path as unknown) === 'string' ? path : '';
  const found = findPath(schema, text);
  if (!found)
    throw new UnknownPathError(
      schema.name,
      text,
      [...schema.fieldsByName.keys()],
      findUnstored(schema, text),
    );
  return found;
}
