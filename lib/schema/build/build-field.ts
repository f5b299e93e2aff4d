import type { FieldRecord } from '../declare/class-record.js';
import type { DocumentClass } from '../declare/class-record.js';
import { describeType } from '../describe-type.js';
import type { DocumentSchema, FieldSchema, FieldType } from '../document-schema.js';
import { buildConstraints } from './build-constraints.js';
import { checkedDeleteRules } from './checked-delete-rules.js';
import { normalisedType } from './normalised-type.js';
import { referenceType } from './reference-type.js';
import { resolveType } from './resolve-type.js';
import { checkedRole } from './role-fields.js';
import { checkedVersioned } from './versioned-fields.js';
import { InvalidSchemaError } from '../schema-errors.js';
import { holdsEmbedded } from '../type-contents.js';

/**
 * The schema of one field of a class.
 * @throws UnknownFieldTypeError, InvalidSchemaError
 */
export function buildField(
  schema: Pick<DocumentSchema, 'name' | 'kind'>,
  record: FieldRecord,
  embeddedSchemaOf: (embedded: DocumentClass) => DocumentSchema,
): FieldSchema {
  const key = keyOf(record);
  assertKey(schema, record, key);
  const path = `${schema.name}.${record.name}`;
  const { type: resolved, reference } = typeOf(path, record, embeddedSchemaOf);
  const type = normalisedType(path, resolved, record.normalisation);
  return Object.freeze({
    name: record.name,
    key,
    type,
    required: record.required,
    immutable: record.immutable,
    constraints: buildConstraints(path, type, record.constraints),
    isSelected: record.isSelected,
    hasIndexes: checkedIndexes(path, type, record),
    isVersioned: checkedVersioned(schema, record),
    makeDefault: defaultMaker(schema, record),
    role: checkedRole(schema, record),
    reference,
    touches: record.touch === true,
    deleteRules: reference && checkedDeleteRules(path, record, type),
  });
}

function typeOf(
  path: string,
  record: FieldRecord,
  embeddedSchemaOf: (embedded: DocumentClass) => DocumentSchema,
): Pick<FieldSchema, 'type' | 'reference'> {
  return record.isReference
    ? referenceType(path, record, embeddedSchemaOf)
    : { type: resolveType(path, record, embeddedSchemaOf), reference: undefined };
}

/** The name of a field in MongoDB. */
export function keyOf({ isId, key, name }: FieldRecord): string {
  return isId ? '_id' : (key ?? name);
}

function assertKey(schema: Pick<DocumentSchema, 'name' | 'kind'>, record: FieldRecord, key: string): void {
  const refuse = (reason: string, remedy: string): never => {
    throw new InvalidSchemaError(`${schema.name}.${record.name}`, reason, remedy);
  };
  if (record.name === '__proto__') refuse('Its name is reserved for the prototype', 'Rename it');
  if (record.isId && schema.kind === 'embedded')
    refuse('Embedded documents have no id of their own', `Use @Field({ key: '_id' })`);
  if (!record.isId && key === '_id' && schema.kind === 'document')
    refuse('The key _id belongs to the id', 'Use @Id() for it');
  if (!record.isSelected && schema.kind === 'embedded')
    refuse('An embedded document is always loaded whole', 'Use { select: false } on the field that holds it');
  if (/^$|^\$|[.\0]|^__proto__$/.test(key) || !key.isWellFormed()) {
    refuse(
      'Its key is empty, __proto__, starts with $, or holds a dot, a null character or half of a surrogate pair',
      'Choose another key',
    );
  }
}

/** @throws InvalidSchemaError if `indexes` is declared for a field without embedded documents */
function checkedIndexes(path: string, type: FieldType, { indexes }: FieldRecord): boolean {
  if (indexes === undefined || holdsEmbedded(type)) return indexes !== false;
  throw new InvalidSchemaError(
    path,
    `"indexes" is for embedded documents, but its type is ${describeType(type)}`,
    'Remove it',
  );
}

function defaultMaker(
  schema: Pick<DocumentSchema, 'name'>,
  { name, default: value }: FieldRecord,
): (() => unknown) | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'function') return value as () => unknown;
  if (typeof value === 'object' && value !== null && !('_bsontype' in value)) {
    throw new InvalidSchemaError(
      `${schema.name}.${name}`,
      'Its default is an object, which all documents would share',
      'Pass a function: default: () => …',
    );
  }
  return () => value;
}
