import { kindOf } from '../../kind/kinds.js';
import { describeType } from '../../schema/describe-type.js';
import type { DocumentClass } from '../../schema/declare/class-record.js';
import type { DocumentSchema, FieldType, RootSchema } from '../../schema/document-schema.js';
import { isShownPath } from '../../errors/shown-name.js';
import { schemaOf } from '../../schema/build/schema-of.js';
import { describeValue } from '../../value/describe-value.js';
import { isObject } from '../../value/own-value.js';
import type { Plain } from '../../value/plain-object.js';
import { isContainer, isSameType } from '../../schema/type-contents.js';
import { InvalidPipelineError } from '../query-errors.js';
import { resolvePath } from '../resolve-path.js';
import { assertName } from './computed-names.js';
import type { Reshaped } from './reshaped.js';
import { extendedRow, freeKey, newKey, rowType, rowWithKey } from './row.js';

/** A `lookup` of which nothing is known to the compiler. */
export interface AnyLookup extends LookupFields<object, unknown, unknown, unknown> {
  readonly pipeline?: unknown;
  /** Whether it fills a property of the row, and with a list or with one document or null; undefined for an array beside the fields. */
  readonly fills?: 'list' | 'one';
}

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
  { localField, foreignField, as, fills }: AnyLookup,
  foreign: RootSchema,
  found: Reshaped,
): Reshaped {
  assertName('lookup', as);
  const local = field(row, localField);
  const other = field(foreign, foreignField);
  assertSameKind(local.type, other.type);
  const name = as as string;
  const key = fills ? freeKey(row, name) : newKey('lookup', row, name);
  const lookup: Plain = {
    from: foreign.collection,
    localField: local.keyPath,
    foreignField: other.keyPath,
    as: key,
  };
  const isOne = fills === 'one';
  const first = isOne && other.keyPath !== '_id' ? [{ $sort: { _id: 1 } }, { $limit: 1 }] : [];
  const refined = [...found.stages, ...first];
  if (refined.length > 0) lookup['pipeline'] = refined;
  const of = rowType(found.row);
  const type: FieldType = isOne ? of : { kind: 'array', of };
  const single = { $set: { [key]: { $ifNull: [{ $arrayElemAt: [`$${key}`, 0] }, null] } } };
  return {
    stages: [{ $lookup: lookup }, ...(isOne ? [single] : [])],
    row: fills ? rowWithKey(row, name, type, key) : extendedRow(row, [[name, type]]),
  };
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

/** Checks that a call in JavaScript was given an object. @throws InvalidPipelineError */
export function asLookup(given: unknown): AnyLookup {
  if (isObject(given)) return given as unknown as AnyLookup;
  throw new InvalidPipelineError(
    'lookup',
    `It was given ${describeValue(given)}`,
    'Pass { from, localField, foreignField, as }, or the name of a property with @BelongsTo(), @HasMany() or @HasOne()',
  );
}

/**
 * The `lookup` that fills a property with `@BelongsTo`, `@HasMany` or `@HasOne`.
 * @throws InvalidPipelineError for another name, and for a property that no lookup can fill
 */
export function targetLookup(row: DocumentSchema, as: string, pipeline: unknown): AnyLookup {
  const target = row.targets.get(as);
  if (!target)
    throw new InvalidPipelineError(
      'lookup',
      `${isShownPath(as) ? `"${as}"` : 'Its text'} is not the name of a property of the row with @BelongsTo(), @HasMany() or @HasOne()`,
      `Use such a name; ${row.name} has ${[...row.targets.keys()].join(', ') || 'none'}. Or pass { from, localField, foreignField, as }`,
    );
  const { kind, documentClass: from, reference } = target;
  const shared = { from, as, ...(pipeline !== undefined && { pipeline }) };
  if (kind !== 'belongsTo') {
    const id = row.fieldsByKey.get('_id')?.name;
    return { ...shared, localField: id, foreignField: reference, fills: kind === 'hasOne' ? 'one' : 'list' };
  }
  const type = row.fieldsByName.get(reference)?.type;
  if (type?.kind === 'map' || (type?.kind === 'array' && isContainer(type.of)))
    throw new InvalidPipelineError(
      'lookup',
      `"${as}" holds a map, or lists of lists, which a lookup cannot make`,
      'Load the documents, and populate it',
    );
  const foreign: RootSchema = schemaOf(from);
  return {
    ...shared,
    localField: reference,
    foreignField: foreign.id.field.name,
    fills: type?.kind === 'array' ? 'list' : 'one',
  };
}
