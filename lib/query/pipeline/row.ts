import { anyType } from '../../kind/container/any.js';
import { fieldWithoutOptions } from '../../schema/document-schema.js';
import type { DocumentSchema, FieldSchema, FieldType } from '../../schema/document-schema.js';
import { isStorableKey } from '../../value/storable.js';
import { InvalidPipelineError } from '../query-errors.js';

/** The class that rows would be of. Rows are plain objects; nothing is an instance of it. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- only its identity counts
class Row {}

/** The name and the type of a value of a row, and its key. Default the name. */
export type RowValue = readonly [name: string, type: FieldType, key?: string];

/** The fields of rows that nothing is known of: each name that can be stored is one, and is its own key. */
class UnknownFields extends Map<string, FieldSchema> {
  override get(name: string): FieldSchema | undefined {
    return isStorableKey(name) ? fieldWithoutOptions(name, name, anyType) : undefined;
  }
}

/** Describes rows with these values as an embedded document, so that filters, sorts and paths are checked as for a class. */
export function rowWith(before: DocumentSchema, values: readonly RowValue[]): DocumentSchema {
  const fields = values.map(([name, type, key]) => fieldWithoutOptions(name, key ?? name, type));
  return newRow(before, fields, new Map(fields.map((field) => [field.name, field])));
}

/** Describes rows that nothing is known of, as after a raw stage. */
export function unknownRow(before: DocumentSchema): DocumentSchema {
  return newRow(before, [], new UnknownFields());
}

function newRow(
  before: DocumentSchema,
  fields: readonly FieldSchema[],
  fieldsByName: ReadonlyMap<string, FieldSchema>,
): DocumentSchema {
  return Object.freeze({
    ...{
      documentClass: Row,
      kind: 'embedded' as const,
      name: rowName(before),
      place: before.place,
    },
    ...{ fields, fieldsByName, fieldsByKey: new Map(fields.map((field) => [field.key, field])) },
    ...{ isWhole: true, roleFields: [], undeclared: undefined, isStrict: false, validators: [] },
    targets: new Map<string, never>(),
  });
}

/** Describes rows with further values, which replace those of the same names. Fields keep their keys. */
export function extendedRow(before: DocumentSchema, values: readonly RowValue[]): DocumentSchema {
  if (isUnknownRow(before)) return before;
  return rowWithFields(
    before,
    values.map(([name, type]) => fieldWithoutOptions(name, keyOf(before, name), type)),
  );
}

/** Describes rows with further fields, which replace those of the same names. */
export function rowWithFields(before: DocumentSchema, added: readonly FieldSchema[]): DocumentSchema {
  const fieldsByName = new Map(before.fieldsByName);
  for (const field of added) fieldsByName.set(field.name, field);
  const fields = [...fieldsByName.values()].filter((field) => field !== before.undeclared);
  const fieldsByKey = new Map(fields.map((field) => [field.key, field]));
  return Object.freeze({ ...before, name: rowName(before), fields, fieldsByName, fieldsByKey });
}

/** Describes rows with a value under a key of its own. */
export function rowWithKey(
  before: DocumentSchema,
  name: string,
  type: FieldType,
  key: string,
): DocumentSchema {
  return rowWithFields(before, [fieldWithoutOptions(name, key, type)]);
}

/** A key for a value that belongs to no other field: the name, if possible. */
export function freeKey({ fieldsByKey }: DocumentSchema, name: string): string {
  let key = name;
  while ((fieldsByKey.get(key)?.name ?? name) !== name) key += '_';
  return key;
}

/**
 * The key under which a stage stores a value: that of the field that it replaces, or its name.
 * @throws InvalidPipelineError if that is the key of a field of another name
 */
export function newKey(place: string, row: DocumentSchema, name: string): string {
  const key = keyOf(row, name);
  const other = row.fieldsByKey.get(key);
  if (other === undefined || other.name === name) return key;
  throw new InvalidPipelineError(
    place,
    `"${name}" is the key under which "${other.name}" is stored`,
    'Use another name',
  );
}

function keyOf(row: DocumentSchema, name: string): string {
  return isUnknownRow(row) ? name : (row.fieldsByName.get(name)?.key ?? name);
}

/** The type of rows, as values. */
export function rowType(row: DocumentSchema): FieldType {
  return isUnknownRow(row) ? anyType : { kind: 'embedded', schema: row };
}

/** Whether nothing is known of rows. */
export function isUnknownRow({ fieldsByName }: DocumentSchema): boolean {
  return fieldsByName instanceof UnknownFields;
}

/** Names rows in messages. */
function rowName({ name, documentClass, kind }: DocumentSchema): string {
  return documentClass === Row || kind === 'embedded' || name.startsWith('A row of ')
    ? name
    : `A row of ${name}`;
}
