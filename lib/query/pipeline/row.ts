import type { DocumentClass } from '../../schema/declare/class-record.js';
import type { DocumentSchema, FieldSchema, FieldType } from '../../schema/document-schema.js';

/** The class that rows would be of. Rows are plain objects; nothing is an instance of it. */
class Row {}

/** The name and the type of a value of a row; it is stored under its name. */
export type RowField = readonly [name: string, type: FieldType];

/** Describes rows with these values as an embedded document, so that filters, sorts and paths are checked as for a class. */
export function rowWith(before: DocumentSchema, values: readonly RowField[]): DocumentSchema {
  return rowOf(
    before,
    values.map(([name, type]) => computedField(name, type)),
  );
}

/** Describes rows with these fields, which keep their keys. */
export function rowOf(before: DocumentSchema, fields: readonly FieldSchema[]): DocumentSchema {
  return Object.freeze({
    documentClass: Row as DocumentClass,
    kind: 'embedded',
    name: before.kind === 'document' ? `A row of ${before.name}` : before.name,
    place: before.place,
    fields,
    isWhole: true,
    roleFields: [],
    fieldsByName: new Map(fields.map((field) => [field.name, field])),
    fieldsByKey: new Map(fields.map((field) => [field.key, field])),
    undeclared: undefined,
    isStrict: false,
    validators: [],
  });
}

/** A value of a row that a stage has computed. */
export function computedField(name: string, type: FieldType, key: string = name): FieldSchema {
  return {
    ...{ name, key, type, required: false, isSelected: true, immutable: false },
    ...{ constraints: undefined, makeDefault: undefined, role: undefined },
  };
}
