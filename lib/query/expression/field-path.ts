import { kindOf } from '../../kind/kinds.js';
import { partOf } from '../../kind/parts.js';
import type { DocumentSchema, FieldType } from '../../schema/document-schema.js';
import { InvalidPipelineError } from '../query-errors.js';
import { resolvePath } from '../resolve-path.js';
import { Expression } from './expression.js';

/**
 * Makes the expression that reads the value at a path of a row. A path through an array reads an array.
 * @param place the stage or function that was given the path
 * @param start where the row begins, in the server's form
 * @throws UnknownPathError, InvalidPipelineError
 */
export function readField(row: DocumentSchema, path: unknown, place: string, start = '$'): Expression {
  if (typeof path !== 'string' || path === '')
    throw new InvalidPipelineError(
      place,
      'It was given a path that is not a text',
      'Use field names, joined by dots',
    );
  const { keyPath } = resolvePath(row, path);
  return new Expression(
    `${start}${keyPath}`,
    typeAt({ kind: 'embedded', schema: row }, path.split('.'), place),
  );
}

/** The type of what a path reads that `resolvePath` has found. */
function typeAt(type: FieldType, [name, ...rest]: readonly string[], place: string): FieldType {
  if (name === undefined) return type;
  const element = kindOf(type).elementType(type);
  if (!element) return typeAt(partOf(type, name)?.type as FieldType, rest, place);
  if (!/^\d+$/.test(name)) return { kind: 'array', of: typeAt(element, [name, ...rest], place) };
  throw new InvalidPipelineError(
    place,
    'It was given a path with an index of an array, which the server reads as the name of a field',
    'Use arrayElementAt',
  );
}
