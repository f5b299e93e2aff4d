import type { DocumentSchema } from '../../schema/document-schema.js';
import { readOf } from '../expression/accumulators.js';
import { InvalidPipelineError } from '../query-errors.js';
import type { Reshaped } from './reshaped.js';
import { rowWith } from './row.js';
import type { RowValue } from './row.js';

/** Counts rows. */
export function compileCount(row: DocumentSchema): Reshaped {
  return { stages: [{ $count: 'count' }], row: rowWith(row, [['count', { kind: 'number' }]]) };
}

/** Counts the rows of each value, the most frequent one first. @throws UnknownPathError, InvalidPipelineError */
export function compileSortByCount(row: DocumentSchema, of: unknown): Reshaped {
  const { compiled, type } = readOf(row, of, 'sortByCount');
  const stages = [{ $sortByCount: compiled }];
  const count: RowValue = ['count', { kind: 'number' }];
  return {
    stages: [...stages, { $project: { _id: 0, value: '$_id', count: 1 } }],
    row: rowWith(row, [['value', type], count]),
    last: { stages, row: rowWith(row, [['value', type, '_id'], count]) },
  };
}

/** @throws InvalidPipelineError unless it is a whole number of at least `least` */
export function assertCount(place: 'limit' | 'skip', count: unknown, least: number): void {
  if (Number.isSafeInteger(count) && (count as number) >= least) return;
  throw new InvalidPipelineError(
    place,
    `It takes a whole number from ${least} on`,
    'Check the number before',
  );
}
