import type { DocumentSchema } from '../../schema/document-schema.js';
import { rowAccumulators } from './accumulators.js';
import type { RowAccumulators } from './accumulators.js';
import { arithmetic } from './arithmetic.js';
import { arrays, iterations } from './arrays.js';
import type { Iterations } from './arrays.js';
import { comparisons } from './comparison.js';
import { conditionals } from './conditional.js';
import { dates } from './dates.js';
import type { Expression } from './expression.js';
import { readField } from './field-path.js';
import type { FieldPath, FieldValue } from './field-types.js';
import { texts } from './text.js';

/** All functions of expressions by name. To add a group of them, add a file and a row. */
const functions = Object.freeze({
  ...arithmetic,
  ...comparisons,
  ...conditionals,
  ...texts,
  ...dates,
  ...arrays,
});

type Functions = typeof functions;

/**
 * The functions that compute values from a row, as stages pass them to a callback. In their arguments text is text: `field('name')` reads
 * a field. Arguments that are null or absent make most results null.
 */
export interface RowExpressions<Row> extends Functions, Iterations, RowAccumulators<Row> {
  /** The value at a path of the row. A path through an array gives an array. @throws UnknownPathError */
  field<P extends FieldPath<Row>>(path: P): Expression<FieldValue<Row, P>>;
}

/** The functions for rows of a schema. */
export function rowExpressions(row: DocumentSchema): RowExpressions<unknown> {
  const field = (path: string): Expression => readField(row, path, 'field');
  return Object.freeze({
    ...functions,
    ...iterations(),
    ...rowAccumulators(row),
    field,
  }) as RowExpressions<unknown>;
}
