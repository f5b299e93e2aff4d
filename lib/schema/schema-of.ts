import { buildValidators } from './build-constraints.js';
import { countOfDeclared, findRecord, lineage, sharedBase } from './class-record.js';
import type { DocumentClass, DocumentRecord, FieldRecord } from './class-record.js';
import { buildField } from './build-field.js';
import type { DocumentSchema, FieldSchema, RootSchema } from './document-schema.js';
import type { DocumentValidator } from './constraints.js';
import { rootParts } from './root-schema.js';
import { assertRolesOnce } from './role-fields.js';
import { InvalidSchemaError, NotADocumentError } from './schema-errors.js';
import { undeclaredField } from './undeclared-field.js';

const schemas = new WeakMap<DocumentClass, DocumentSchema>();

/**
 * The schema of a class with `@Document()`, made at the first call.
 * @throws NotADocumentError, UnknownFieldTypeError, InvalidSchemaError
 */
export function schemaOf(documentClass: DocumentClass): RootSchema {
  const record = findRecord(documentClass)?.document;
  if (record?.kind !== 'document') throw new NotADocumentError(nameOf(documentClass));
  if (record.isAbstract) {
    throw new InvalidSchemaError(
      record.name,
      'It is abstract and has no collection',
      'Use the classes that extend it',
    );
  }
  return build(documentClass) as RootSchema;
}

interface Family {
  readonly members: readonly RootSchema[];
  /** How many classes were declared when it was looked up: with more, it may have grown. */
  readonly declared: number;
}

const families = new WeakMap<RootSchema, Family>();

/** The schemas of a document class and of all document classes that extend it; the same list as long as no class is added. */
export function schemaFamily(schema: RootSchema): readonly RootSchema[] {
  const declared = countOfDeclared();
  const known = families.get(schema);
  if (known?.declared === declared) return known.members;
  const subclasses = [...(findRecord(schema.documentClass)?.subclasses ?? [])];
  const heirs = subclasses.flatMap((subclass) => schemaFamily(schemaOf(subclass)));
  const members = Object.freeze([schema, ...heirs]);
  const isSame = known?.members.length === members.length;
  families.set(schema, { members: isSame ? known.members : members, declared });
  return isSame ? known.members : members;
}

function nameOf(documentClass: unknown): string {
  return (typeof documentClass === 'function' && documentClass.name) || 'What was given';
}

/** Known before its fields are, so that classes may hold each other; forgotten again if a field is wrong. */
function build(documentClass: DocumentClass): DocumentSchema {
  const known = schemas.get(documentClass);
  if (known) return known;
  const record = findRecord(documentClass)?.document as DocumentRecord;
  const { kind, name, place, isStrict } = record;
  const fields: FieldSchema[] = [];
  const roleFields: FieldSchema[] = [];
  const fieldsByName = new Map<string, FieldSchema>();
  const fieldsByKey = new Map<string, FieldSchema>();
  const schema = {
    ...{ documentClass, kind, name, place, isStrict, fields, roleFields, fieldsByName, fieldsByKey },
    isWhole: true,
    validators: inheritedValidators(documentClass),
    undeclared: undeclaredField(documentClass, name, isStrict),
  };
  schemas.set(documentClass, schema);
  try {
    const records = [...inheritedFields(documentClass).values()];
    for (const fieldRecord of records) {
      const field = buildField(schema, fieldRecord, build);
      assertKeyIsFree(schema, field, fieldRecord);
      fields.push(field);
      if (field.role) roleFields.push(field);
      if (!field.isSelected) schema.isWhole = false;
      fieldsByName.set(field.name, field);
      fieldsByKey.set(field.key, field);
    }
    assertRolesOnce(schema);
    if (kind === 'document') {
      const base = sharedBase(documentClass);
      const ids = records.filter(({ isId }) => isId);
      Object.assign(schema, rootParts(schema, record, base && schemaOf(base), ids));
    }
  } catch (error) {
    schemas.delete(documentClass);
    throw error;
  }
  Object.freeze(fields);
  Object.freeze(roleFields);
  return Object.freeze(schema);
}

function inheritedFields(documentClass: DocumentClass): Map<string, FieldRecord> {
  const fields = new Map<string, FieldRecord>();
  for (const ancestor of lineage(documentClass).reverse()) {
    for (const [name, record] of findRecord(ancestor)?.fields ?? []) fields.set(name, record);
  }
  return fields;
}

function inheritedValidators(documentClass: DocumentClass): readonly DocumentValidator[] {
  const documents = lineage(documentClass)
    .reverse()
    .flatMap((ancestor) => findRecord(ancestor)?.document ?? []);
  return Object.freeze(documents.flatMap(({ name, validate }) => buildValidators(name, validate)));
}

function assertKeyIsFree(schema: DocumentSchema, { name, key }: FieldSchema, { isId }: FieldRecord): void {
  if (isId || !schema.fieldsByKey.has(key)) return;
  throw new InvalidSchemaError(
    `${schema.name}.${name}`,
    `The key ${key} is used twice`,
    'Give one of the two fields another key',
  );
}
