import { decoratedBase, findRecord, lineage } from './class-record.js';
import type { DocumentClass, DocumentRecord, FieldRecord } from './class-record.js';
import { discriminatorKey } from './document-schema.js';
import type { DocumentSchema, FieldSchema, IdSchema, RootSchema } from './document-schema.js';
import { resolveType } from './resolve-type.js';
import { assertRolesOnce, checkedRole } from './role-fields.js';
import { InvalidSchemaError, NotADocumentError } from './schema-errors.js';

const schemas = new WeakMap<DocumentClass, DocumentSchema>();

/**
 * The schema of a class with `@Document()`, made at the first call.
 * @throws NotADocumentError, UnknownFieldTypeError, InvalidSchemaError
 */
export function schemaOf(documentClass: DocumentClass): RootSchema {
  if (findRecord(documentClass)?.document?.kind !== 'document')
    throw new NotADocumentError(nameOf(documentClass));
  return build(documentClass) as RootSchema;
}

/** The schemas of a document class and of all document classes that extend it. */
export function schemaFamily(schema: RootSchema): readonly RootSchema[] {
  const subclasses = [...(findRecord(schema.documentClass)?.subclasses ?? [])];
  return [schema, ...subclasses.flatMap((subclass) => schemaFamily(schemaOf(subclass)))];
}

function nameOf(documentClass: unknown): string {
  return (typeof documentClass === 'function' && documentClass.name) || 'What was given';
}

/** Known before its fields are, so that classes may hold each other; forgotten again if a field is wrong. */
function build(documentClass: DocumentClass): DocumentSchema {
  const known = schemas.get(documentClass);
  if (known) return known;
  const { kind, name, place } = findRecord(documentClass)?.document as DocumentRecord;
  const fields: FieldSchema[] = [];
  const fieldsByName = new Map<string, FieldSchema>();
  const fieldsByKey = new Map<string, FieldSchema>();
  const schema = { documentClass, kind, name, place, fields, fieldsByName, fieldsByKey };
  schemas.set(documentClass, schema);
  try {
    for (const record of inheritedFields(documentClass).values()) {
      const field = buildField(schema, record);
      if (fieldsByKey.has(field.key) && !record.isId)
        throw invalid(
          schema,
          field.name,
          `The key ${field.key} is used twice`,
          'Give one of the two fields another key',
        );
      fields.push(field);
      fieldsByName.set(field.name, field);
      fieldsByKey.set(field.key, field);
    }
    assertRolesOnce(schema);
    if (kind === 'document') Object.assign(schema, rootParts(schema));
  } catch (error) {
    schemas.delete(documentClass);
    throw error;
  }
  Object.freeze(fields);
  return Object.freeze(schema);
}

function inheritedFields(documentClass: DocumentClass): Map<string, FieldRecord> {
  const fields = new Map<string, FieldRecord>();
  for (const ancestor of lineage(documentClass).reverse()) {
    for (const [name, record] of findRecord(ancestor)?.fields ?? []) fields.set(name, record);
  }
  return fields;
}

function buildField(schema: DocumentSchema, record: FieldRecord): FieldSchema {
  const key = record.isId ? '_id' : (record.key ?? record.name);
  assertKey(schema, record, key);
  return Object.freeze({
    name: record.name,
    key,
    type: resolveType(`${schema.name}.${record.name}`, record, build),
    required: record.required,
    makeDefault: defaultMaker(schema, record),
    role: checkedRole(schema, record),
  });
}

function assertKey(schema: DocumentSchema, record: FieldRecord, key: string): void {
  if (record.name === '__proto__')
    throw invalid(schema, record.name, 'Its name is that of the prototype', 'Rename it');
  if (record.isId && schema.kind === 'embedded') {
    throw invalid(
      schema,
      record.name,
      'Embedded documents have no id of their own',
      `Use @Field({ key: '_id' })`,
    );
  }
  if (!record.isId && key === '_id' && schema.kind === 'document') {
    throw invalid(schema, record.name, 'The key _id belongs to the id', 'Use @Id() for it');
  }
  if (key === '' || key.includes('.') || key.startsWith('$') || key.includes('\0') || key === '__proto__') {
    throw invalid(
      schema,
      record.name,
      'Its key is empty, __proto__, starts with $, or holds a dot or a null character',
      'Choose another key',
    );
  }
}

function defaultMaker(schema: DocumentSchema, record: FieldRecord): (() => unknown) | undefined {
  const value = record.default;
  if (value === undefined) return undefined;
  if (typeof value === 'function') return value as () => unknown;
  if (typeof value === 'object' && value !== null && !('_bsontype' in value)) {
    throw invalid(
      schema,
      record.name,
      'Its default is an object, which all documents would share',
      'Give a function: default: () => …',
    );
  }
  return () => value;
}

function rootParts(schema: DocumentSchema): Pick<RootSchema, 'collection' | 'id' | 'discriminator'> {
  const base = decoratedBase(schema.documentClass, 'document');
  const ownCollection = findRecord(schema.documentClass)?.document?.collection;
  if (!base)
    return {
      collection: ownCollection ?? snakeCase(schema.name),
      id: idOf(schema),
      discriminator: undefined,
    };
  const { collection } = schemaOf(base);
  if (ownCollection !== undefined && ownCollection !== collection) {
    throw invalid(
      schema,
      undefined,
      `It extends ${schemaOf(base).name} and shares its collection`,
      'Leave the collection to the base class',
    );
  }
  if (schema.fieldsByKey.has(discriminatorKey)) {
    throw invalid(
      schema,
      undefined,
      `The key ${discriminatorKey} tells the classes of one collection apart`,
      'Give that field another key',
    );
  }
  return { collection, id: idOf(schema), discriminator: schema.name };
}

function idOf(schema: DocumentSchema): IdSchema {
  const ids = [...inheritedFields(schema.documentClass).values()].filter((record) => record.isId);
  const [record] = ids;
  if (!record || ids.length > 1) {
    throw invalid(
      schema,
      undefined,
      `It has ${ids.length === 0 ? 'no field' : 'several fields'} with @Id()`,
      'Decorate exactly one field with @Id()',
    );
  }
  return Object.freeze({
    field: schema.fieldsByName.get(record.name) as FieldSchema,
    generate: record.generate,
  });
}

/** `BlogPost` → `blog_post` */
function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase();
}

function invalid(
  schema: DocumentSchema,
  field: string | undefined,
  reason: string,
  remedy: string,
): InvalidSchemaError {
  return new InvalidSchemaError(
    field === undefined ? schema.name : `${schema.name}.${field}`,
    reason,
    remedy,
  );
}
