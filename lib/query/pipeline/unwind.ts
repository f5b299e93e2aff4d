import { kindOf } from '../../kind/kinds.js';
import { embeddedSchema } from '../../schema/type-contents.js';
import type { DocumentSchema, FieldType } from '../../schema/document-schema.js';
import type { Plain } from '../../value/plain-object.js';
import { isPlainObject } from '../../value/plain-object.js';
import { Expression } from '../expression/expression.js';
import { readField } from '../expression/field-path.js';
import { InvalidPipelineError } from '../query-errors.js';
import { assertName } from './computed-names.js';
import type { Reshaped } from './reshaped.js';
import { extendedRow, newKey } from './row.js';

/** Options of `unwind`, by the names of MongoDB. */
export interface UnwindOptions {
  /** The name under which rows get the index of their element; null where there was no array. */
  readonly includeArrayIndex?: string;
  /** Whether rows without elements are kept, without a value. Default false. */
  readonly preserveNullAndEmptyArrays?: boolean;
}

/** Gives a row for each element of an array. @throws UnknownPathError, InvalidPipelineError */
export function compileUnwind(row: DocumentSchema, path: unknown, options: unknown): Reshaped {
  const { compiled } = Expression.read(readField(row, path, 'unwind'));
  const { includeArrayIndex, preserveNullAndEmptyArrays } = checked(options);
  const unwind: Plain = { path: compiled };
  let unwound = withElement(row, (path as string).split('.'));
  if (preserveNullAndEmptyArrays !== undefined)
    unwind['preserveNullAndEmptyArrays'] = preserveNullAndEmptyArrays;
  if (includeArrayIndex !== undefined) {
    assertName('unwind', includeArrayIndex);
    if (includeArrayIndex === (path as string).split('.')[0])
      throw new InvalidPipelineError('unwind', 'The index would replace the element', 'Use another name');
    unwind['includeArrayIndex'] = newKey('unwind', row, includeArrayIndex);
    unwound = extendedRow(unwound, [[includeArrayIndex, { kind: 'number' }]]);
  }
  return { stages: [{ $unwind: unwind }], row: unwound };
}

function checked(options: unknown): UnwindOptions {
  const given = isPlainObject(options) ? options['preserveNullAndEmptyArrays'] : undefined;
  if (isPlainObject(options) && (given === undefined || typeof given === 'boolean')) return options;
  throw new InvalidPipelineError(
    'unwind',
    'Its options are not an object, or preserveNullAndEmptyArrays is neither true nor false',
    `Use { includeArrayIndex: 'index', preserveNullAndEmptyArrays: true }`,
  );
}

/** A row in which the array at a path is replaced by its element. */
function withElement(row: DocumentSchema, [name = '', ...rest]: readonly string[]): DocumentSchema {
  const type = row.fieldsByName.get(name)?.type as FieldType;
  return extendedRow(row, [[name, rest.length === 0 ? elementOf(type) : elementBelow(type, rest)]]);
}

function elementBelow(type: FieldType, rest: readonly string[]): FieldType {
  if (type.kind === 'any') return type;
  const schema = embeddedSchema(type);
  if (schema) return { kind: 'embedded', schema: withElement(schema, rest) };
  throw new InvalidPipelineError(
    'unwind',
    'Its path leads through an array or a map',
    'Unwind the outer array first',
  );
}

function elementOf(type: FieldType): FieldType {
  const element = type.kind === 'any' ? type : kindOf(type).elementType(type);
  if (element) return element;
  throw new InvalidPipelineError('unwind', 'Its path does not lead to an array', 'Use the path of an array');
}
