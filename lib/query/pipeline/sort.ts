import type { DocumentSchema } from '../../schema/document-schema.js';
import { compileSort } from '../compile-sort.js';
import { InvalidPipelineError } from '../query-errors.js';

/** Compiles the sort of a stage. @throws UnknownPathError, InvalidQueryError, InvalidPipelineError if it names no path */
export function compileRowSort(row: DocumentSchema, sort: unknown): Readonly<Record<string, 1 | -1>> {
  const compiled = compileSort(row, sort);
  if (compiled.size > 0) return Object.fromEntries(compiled);
  throw new InvalidPipelineError('sort', 'It names no path', 'Name at least one, or leave the stage out');
}
