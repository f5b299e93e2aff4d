import type { DocumentSchema, FieldType } from '../../schema/document-schema.js';
import { newPlain } from '../../value/plain-object.js';
import { InvalidPipelineError } from '../invalid-pipeline-error.js';
import type { Reshaped } from './reshaped.js';
import { rowType, rowWith } from './row.js';

/** Runs several pipelines over the same rows, and gives a single row with their results. @throws InvalidPipelineError */
export function compileFacet(
  row: DocumentSchema,
  parts: readonly (readonly [name: string, part: Reshaped])[],
): Reshaped {
  if (parts.length === 0)
    throw new InvalidPipelineError('facet', 'It has no part', 'Name at least one pipeline');
  const facet = newPlain();
  for (const [name, { stages }] of parts) {
    // Without a stage the server refuses it.
    facet[name] = stages.length > 0 ? stages : [{ $match: {} }];
    if (stages.some((stage) => '$facet' in stage))
      throw new InvalidPipelineError(
        'facet',
        'A part has a facet in it',
        'Make each facet a part of its own',
      );
  }
  const values = parts.map(
    ([name, part]) => [name, { kind: 'array', of: rowType(part.row) } as FieldType] as const,
  );
  return { stages: [{ $facet: facet }], row: rowWith(row, values) };
}
