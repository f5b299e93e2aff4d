import type { DocumentSchema } from '../../schema/document-schema.js';
import { newPlain } from '../../value/plain-object.js';
import { readOf } from '../expression/accumulators.js';
import type { CompiledExpression } from '../expression/expression.js';
import { InvalidPipelineError } from '../query-errors.js';
import { namedEntries } from './computed-names.js';
import type { Reshaped } from './reshaped.js';
import { extendedRow, newKey, rowWith } from './row.js';
import type { RowValue } from './row.js';

/** Keeps and computes values, and leaves out all others. @throws UnknownPathError, InvalidPipelineError */
export function compileProject(row: DocumentSchema, given: unknown): Reshaped {
  const projection = newPlain();
  projection['_id'] = 0;
  const values: RowValue[] = [];
  for (const [name, { compiled, type }] of shapeOf(row, given, 'project')) {
    projection[name] = compiled;
    values.push([name, type]);
  }
  return { stages: [{ $project: projection }], row: rowWith(row, values) };
}

/** Adds computed values to rows. @throws UnknownPathError, InvalidPipelineError */
export function compileAddFields(row: DocumentSchema, given: unknown): Reshaped {
  const added = newPlain();
  const values: RowValue[] = [];
  for (const [name, { compiled, type }] of shapeOf(row, given, 'addFields')) {
    added[newKey('addFields', row, name)] = compiled;
    values.push([name, type]);
  }
  return { stages: [{ $addFields: added }], row: extendedRow(row, values) };
}

function shapeOf(row: DocumentSchema, given: unknown, place: string): [name: string, CompiledExpression][] {
  const entries = namedEntries(place, given);
  if (entries.length === 0)
    throw new InvalidPipelineError(place, 'It names no value', 'Name at least one, or leave the stage out');
  return entries.map(([name, value]) => [name, readOf(row, value === true ? name : value, place)]);
}
