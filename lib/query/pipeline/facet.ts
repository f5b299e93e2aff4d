import type { DocumentSchema } from '../../schema/document-schema.js';
import { newPlain } from '../../value/plain-object.js';
import { InvalidPipelineError } from '../query-errors.js';
import { namedEntries } from './computed-names.js';
import type { Reshaped } from './reshaped.js';
import { rowType, rowWith } from './row.js';
import type { RowValue } from './row.js';

/**
 * Runs several pipelines over the same rows, and gives a single row with their results.
 * @param compile compiles a pipeline
 * @throws InvalidPipelineError
 */
export function compileFacet(
  row: DocumentSchema,
  parts: unknown,
  compile: (part: unknown) => Reshaped,
): Reshaped {
  const facet = newPlain();
  const values: RowValue[] = [];
  for (const [name, part] of namedEntries('facet', parts)) {
    const found = compile(part);
    if (found.stages.some((stage) => Object.hasOwn(stage, '$facet')))
      throw new InvalidPipelineError('facet', 'A part has a facet in it', 'Make it a part of the outer one');
    // The server refuses a part without a stage.
    facet[name] = found.stages.length > 0 ? found.stages : [{ $match: {} }];
    values.push([name, { kind: 'array', of: rowType(found.row) }]);
  }
  if (values.length === 0)
    throw new InvalidPipelineError('facet', 'It has no part', 'Name at least one pipeline');
  return { stages: [{ $facet: facet }], row: rowWith(row, values) };
}
