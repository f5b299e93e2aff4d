import { kindOf } from '../../kind/kinds.js';
import { describeType } from '../../schema/describe-type.js';
import type { DocumentClass } from '../../schema/declare/class-record.js';
import type { DocumentSchema, FieldType, RootSchema } from '../../schema/document-schema.js';
import type { Plain } from '../../value/plain-object.js';
import { isSameType } from '../../schema/type-contents.js';
import { InvalidPipelineError } from '../query-errors.js';
import { resolvePath } from '../resolve-path.js';
import { assertName } from './computed-names.js';
import type { Reshaped } from './reshaped.js';
import { extendedRow, newKey, rowType } from './row.js';

/** The fields of a `lookup`. */
export interface LookupFields<F extends object, Local, Foreign, As> {
  /** The other class. */
  readonly from: DocumentClass<F>;
  /** The path of the row. */
  readonly localField: Local;
  /** The path of the other class. */
  readonly foreignField: Foreign;
  /** The name of the array of documents in the row. */
  readonly as: As;
}

/**
 * Adds the documents of another class whose field equals one of the row.
 * @param foreign the schema of the other class
 * @param found the stages for its documents, and the rows that these give
 * @throws UnknownPathError, InvalidPipelineError
 */
export function compileLookup(
  row: DocumentSchema,
  { localField, foreignField, as }: LookupFields<object, unknown, unknown, unknown>,
  foreign: RootSchema,
  found: Reshaped,
): Reshaped {
  assertName('lookup', as);
  const local = field(row, localField);
  const other = field(foreign, foreignField);
  assertSameKind(local.type, other.type);
  const lookup: Plain = {
    from: foreign.collection,
    localField: local.keyPath,
    foreignField: other.keyPath,
    as: newKey('lookup', row, as as string),
  };
  if (found.stages.length > 0) lookup['pipeline'] = found.stages;
  const type: FieldType = { kind: 'array', of: rowType(found.row) };
  return { stages: [{ $lookup: lookup }], row: extendedRow(row, [[as as string, type]]) };
}

function field(row: DocumentSchema, path: unknown): ReturnType<typeof resolvePath> {
  if (typeof path === 'string') return resolvePath(row, path);
  throw new InvalidPipelineError(
    'lookup',
    'localField and foreignField are not both paths',
    'Use field names, joined by dots',
  );
}

function assertSameKind(local: FieldType, foreign: FieldType): void {
  const [one, other] = [compared(local), compared(foreign)];
  if (one.kind === 'any' || other.kind === 'any' || isSameType(one, other)) return;
  throw new InvalidPipelineError(
    'lookup',
    `Its localField is ${describeType(local)} and its foreignField ${describeType(foreign)}, which are never equal`,
    'Use fields of the same type',
  );
}

/** The type of the values that the server compares: elements of arrays; numbers of all kinds are compared with each other. */
function compared(type: FieldType): FieldType {
  const element = kindOf(type).elementType(type);
  if (element) return compared(element);
  return ['int32', 'double', 'bigint', 'decimal128'].includes(type.kind) ? { kind: 'number' } : type;
}
