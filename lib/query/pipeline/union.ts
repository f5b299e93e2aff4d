import { anyType } from '../../kind/container/any.js';
import { holdsEmbedded } from '../../schema/type-contents.js';
import type { DocumentSchema, FieldType, RootSchema } from '../../schema/document-schema.js';
import { commonType, isSameType } from '../expression/operand.js';
import { InvalidPipelineError } from '../query-errors.js';
import type { Reshaped } from './reshaped.js';
import { extendedRow, rowType } from './row.js';
import type { RowValue } from './row.js';

/**
 * Adds the documents of another class, as rows of their own.
 * @param others the stages for its documents, and the rows that these give
 * @throws InvalidPipelineError if one name has different keys, or embedded documents of different classes, in both
 */
export function compileUnion(row: DocumentSchema, foreign: RootSchema, others: Reshaped): Reshaped {
  const stages = [{ $unionWith: { coll: foreign.collection, pipeline: others.stages } }];
  if (rowType(row).kind === 'any') return { stages, row };
  if (rowType(others.row).kind === 'any') return { stages, row: others.row };
  const values = others.row.fields.map(({ name, key, type }): RowValue => {
    const own = row.fieldsByName.get(name);
    if ((own?.key ?? name) !== key || (row.fieldsByKey.get(key)?.name ?? name) !== name)
      throw different(name);
    return [name, own ? bothTypes(name, own.type, type) : type];
  });
  return { stages, row: extendedRow(row, values) };
}

function bothTypes(name: string, own: FieldType, other: FieldType): FieldType {
  if (isSameType(own, other)) return own;
  if (holdsEmbedded(own) || holdsEmbedded(other)) throw different(name);
  return own.kind === 'array' || other.kind === 'array' ? anyType : commonType([own, other]);
}

function different(name: string): InvalidPipelineError {
  return new InvalidPipelineError(
    'unionWith',
    `"${name}" is stored differently in its two kinds of rows`,
    'Project both to the same names before',
  );
}
