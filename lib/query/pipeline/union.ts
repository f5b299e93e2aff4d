import { anyType } from '../../kind/container/any.js';
import { holdsEmbedded } from '../../schema/type-contents.js';
import type { DocumentSchema, FieldSchema, FieldType, RootSchema } from '../../schema/document-schema.js';
import { isSameType } from '../../schema/type-contents.js';
import { commonType } from '../expression/operand.js';
import { InvalidPipelineError } from '../query-errors.js';
import type { Reshaped } from './reshaped.js';
import { rowType, rowWithFields } from './row.js';

/**
 * Adds the documents of another class, as rows of their own.
 * @param others the stages for its documents, and the rows that these give
 * @throws InvalidPipelineError if one name has different keys, or embedded documents of different classes, in both
 */
export function compileUnion(row: DocumentSchema, foreign: RootSchema, others: Reshaped): Reshaped {
  const stages = [{ $unionWith: { coll: foreign.collection, pipeline: others.stages } }];
  if (rowType(row).kind === 'any') return { stages, row };
  if (rowType(others.row).kind === 'any') return { stages, row: others.row };
  const fields = others.row.fields.map((field): FieldSchema => {
    const { name, key, type, isSelected } = field;
    const own = row.fieldsByName.get(name);
    if ((own?.key ?? key) !== key || (row.fieldsByKey.get(key)?.name ?? name) !== name) throw different(name);
    if (!own) return field;
    return { ...own, type: bothTypes(name, own.type, type), isSelected: own.isSelected && isSelected };
  });
  return { stages, row: rowWithFields(row, fields) };
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
