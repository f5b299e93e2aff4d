import type { DocumentSchema } from '../../schema/document-schema.js';
import { compileFilter } from '../compile-filter.js';
import type { FilterOptions } from '../compile-filter.js';
import { compileSort } from '../compile-sort.js';
import { nearNode } from '../geo/near.js';
import { holdsOperator } from '../holds-operator.js';
import { InvalidPipelineError } from '../query-errors.js';
import { textNode } from '../text/text.js';
import type { Plain } from '../../value/plain-object.js';

/** The place of a stage: the row that it is given, and whether the server reads it first. */
export interface StagePlace {
  readonly row: DocumentSchema;
  readonly isFirst: boolean;
}

/**
 * Compiles the filter of a stage.
 * @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError
 * @throws InvalidPipelineError for `near`, and for `text` behind other stages
 */
export function compileRowMatch(
  { row, isFirst }: StagePlace,
  filter: unknown,
  options?: FilterOptions,
): Plain {
  const compiled = compileFilter(row, filter, options);
  if (holdsOperator(compiled, nearNode))
    throw new InvalidPipelineError(
      'match',
      'near(...) sorts by distance, which the server refuses in this stage',
      'Use within(...) or find, or begin with the raw stage $geoNear',
    );
  if (!isFirst && holdsOperator(compiled, textNode))
    throw new InvalidPipelineError(
      'match',
      'text(...) stands behind another stage, or in a facet, and the server searches text in the first stage only',
      'Make it the first stage, with all other conditions for it: match(and(text(...), { ... }))',
    );
  return { $match: compiled };
}

/** Compiles the sort of a stage. @throws UnknownPathError, InvalidQueryError, InvalidPipelineError if it names no path */
export function compileRowSort(row: DocumentSchema, sort: unknown): Readonly<Record<string, 1 | -1>> {
  const compiled = compileSort(row, sort);
  if (compiled.size > 0) return Object.fromEntries(compiled);
  throw new InvalidPipelineError('sort', 'It names no path', 'Name at least one, or leave the stage out');
}
