import { buildValidators } from './build-constraints.js';
import { findRecord, lineage, sharedBase } from '../declare/class-record.js';
import type { DocumentClass, DocumentRecord, FieldRecord } from '../declare/class-record.js';
import { assertOfThisCopy } from '../declare/copies.js';
import { keptIfSharded, shardKeyFields } from '../collection/shard-key-fields.js';
import { buildField, keyOf } from './build-field.js';
import type { DocumentSchema, FieldSchema, RootSchema } from '../document-schema.js';
import type { DocumentValidator } from '../declare/constraints.js';
import { buildTargets } from './build-targets.js';
import { rootParts } from './root-schema.js';
import { assertRolesOnce, assertWholeLease } from './role-fields.js';
import { InvalidSchemaError, NotADocumentError, UnknownFieldTypeError } from '../schema-errors.js';
import type { UnknownFieldType } from '../schema-errors.js';
import { undeclaredField } from './undeclared-field.js';

const schemas = new WeakMap<DocumentClass, DocumentSchema>();

/**
 * The schema of a class with `@Document()`, built at the first call.
 * @throws NotADocumentError, UnknownFieldTypeError, InvalidSchemaError, OtherCopyError
 */
export function schemaOf(documentClass: DocumentClass): RootSchema {
  assertOfThisCopy(documentClass);
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

/** The schema of a class with `@EmbeddedDocument()`. */
export function embeddedSchemaOf(documentClass: DocumentClass): DocumentSchema {
  return build(documentClass);
}

function nameOf(documentClass: unknown): string {
  return (typeof documentClass === 'function' && documentClass.name) || 'What was given';
}

/** The classes whose schemas are being built, outer classes first. */
const underWay: DocumentClass[] = [];

/**
 * Registers the schema before its fields, so that classes may hold each other. If a field is wrong, it and all built for it are discarded.
 */
function build(documentClass: DocumentClass): DocumentSchema {
  const known = schemas.get(documentClass);
  if (known) return known;
  const before = underWay.length;
  underWay.push(documentClass);
  try {
    return make(documentClass);
  } catch (error) {
    for (const each of underWay.splice(before)) schemas.delete(each);
    throw error;
  } finally {
    if (before === 0) underWay.length = 0;
  }
}

function make(documentClass: DocumentClass): DocumentSchema {
  const record = findRecord(documentClass)?.document as DocumentRecord;
  const { kind, name, place, isStrict } = record;
  const fields: FieldSchema[] = [];
  const roleFields: FieldSchema[] = [];
  const fieldsByName = new Map<string, FieldSchema>();
  const fieldsByKey = new Map<string, FieldSchema>();
  const schema = {
    ...{ documentClass, kind, name, place, isStrict, fields, roleFields, fieldsByName, fieldsByKey },
    isWhole: true,
    targets: new Map() as DocumentSchema['targets'],
    validators: inheritedValidators(documentClass),
    undeclared: undeclaredField(documentClass, name, isStrict),
  };
  schemas.set(documentClass, schema);
  const records = [...inheritedFields(documentClass, name).values()];
  const unknown: UnknownFieldType[] = [];
  const sharded = shardKeyFields(documentClass);
  for (const fieldRecord of records) {
    const known = knownField(schema, fieldRecord, unknown);
    if (!known) continue;
    const field = keptIfSharded(known, sharded);
    assertKeyIsFree(schema, field, fieldRecord);
    fields.push(field);
    if (field.role) roleFields.push(field);
    if (!field.isSelected) schema.isWhole = false;
    fieldsByName.set(field.name, field);
    fieldsByKey.set(field.key, field);
  }
  if (unknown.length > 0) throw new UnknownFieldTypeError(unknown);
  assertRolesOnce(schema);
  assertWholeLease(schema);
  schema.targets = buildTargets(schema);
  if (kind === 'document') {
    const base = sharedBase(documentClass);
    const ids = records.filter(({ isId }) => isId);
    Object.assign(schema, rootParts(schema, record, base && schemaOf(base), ids));
  }
  Object.freeze(fields);
  Object.freeze(roleFields);
  return Object.freeze(schema);
}

/**
 * Returns undefined if the type of the field, or one inside it, is unknown. This is noted, so that all unknown types are reported together.
 */
function knownField(
  schema: DocumentSchema,
  record: FieldRecord,
  unknown: UnknownFieldType[],
): FieldSchema | undefined {
  try {
    return buildField(schema, record, build);
  } catch (error) {
    if (!(error instanceof UnknownFieldTypeError)) throw error;
    const own = `${schema.name}.${record.name}`;
    const declared = `${declaringName(schema.documentClass, record)}.${record.name}`;
    unknown.push(...error.fields.map((each) => (each.field === own ? { ...each, field: declared } : each)));
    return undefined;
  }
}

/** The name of the class that declares a field: this class or a base class. */
function declaringName(documentClass: DocumentClass, record: FieldRecord): string {
  const declares = (each: DocumentClass): boolean => findRecord(each)?.fields.get(record.name) === record;
  const declaring = lineage(documentClass).find(declares) ?? documentClass;
  return findRecord(declaring)?.document?.name ?? declaring.name;
}

/** @throws InvalidSchemaError if a field is declared again with another key, OtherCopyError */
function inheritedFields(documentClass: DocumentClass, documentName: string): Map<string, FieldRecord> {
  const fields = new Map<string, FieldRecord>();
  for (const ancestor of lineage(documentClass).reverse()) {
    assertOfThisCopy(ancestor);
    for (const [name, record] of findRecord(ancestor)?.fields ?? []) {
      const inherited = fields.get(name);
      if (inherited) assertSameKey(`${documentName}.${name}`, keyOf(inherited), keyOf(record));
      fields.set(name, record);
    }
  }
  return fields;
}

function assertSameKey(field: string, inherited: string, key: string): void {
  if (key === inherited) return;
  throw new InvalidSchemaError(
    field,
    `It has the key ${inherited} in the class that declares it first, and is declared again with the key ${key}: one field would be stored in two places`,
    `Declare it with { key: '${inherited}' }, or give it another name`,
  );
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
