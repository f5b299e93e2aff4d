import { findRecord, lineage } from '../declare/class-record.js';
import type { DocumentClass, FieldRecord } from '../declare/class-record.js';
import { MapDeclaration } from '../declare/type-declaration.js';
import type { DocumentSchema, FieldSchema, FieldType } from '../document-schema.js';
import { InvalidSchemaError } from '../schema-errors.js';
import { declaredType, resolveType } from './resolve-type.js';
import { unknownDeclared } from './unknown-type.js';

type SchemaOf = (embedded: DocumentClass) => DocumentSchema;

/**
 * The type of a field that holds the ids of documents, and the class of these.
 * @throws UnknownFieldTypeError, InvalidSchemaError
 */
export function referenceType(
  field: string,
  record: FieldRecord,
  schemaOf: SchemaOf,
): Pick<FieldSchema, 'type' | 'reference'> {
  const declared = declaredType(field, record.declaredType as () => unknown);
  const reference = targetOf(field, declared);
  const idType = { ...idTypeOf(field, reference, schemaOf), reference };
  return { type: withIds(declared, idType), reference };
}

/** The document class in a declaration such as `[Tag]`. */
function targetOf(field: string, declared: unknown): DocumentClass {
  if (Array.isArray(declared) && declared.length === 1) return targetOf(field, declared[0]);
  if (declared instanceof MapDeclaration) return targetOf(field, declared.of);
  if (typeof declared !== 'function') throw unknownDeclared(field, declared);
  assertTarget(field, declared);
  return declared;
}

/** Checks that documents of a class can be referred to. @throws InvalidSchemaError */
export function assertTarget(property: string, target: unknown): asserts target is DocumentClass {
  const record = typeof target === 'function' ? findRecord(target as DocumentClass)?.document : undefined;
  if (record?.kind === 'document' && !record.isAbstract) return;
  const name = record?.name ?? (typeof target === 'function' ? target.name : 'undefined');
  throw new InvalidSchemaError(
    property,
    record?.isAbstract
      ? `Its target ${name} is abstract and has no collection`
      : `Its target ${name} is not a class with @Document()`,
    record?.isAbstract
      ? 'Refer to a class that extends it, or to a base class that is not abstract'
      : 'Refer to a document class, by a function if modules import each other: @Reference(() => Author)',
  );
}

/** The type of the id of a class, without building its schema: classes may refer to each other. */
function idTypeOf(field: string, target: DocumentClass, schemaOf: SchemaOf): FieldType {
  const records = lineage(target).flatMap((each) => [...(findRecord(each)?.fields.values() ?? [])]);
  const id = records.find(({ isId }) => isId);
  if (id) return resolveType(`${target.name}.${id.name}`, id, schemaOf);
  throw new InvalidSchemaError(
    field,
    `Its target ${target.name} has no field with @Id()`,
    `Decorate the id of ${target.name} with @Id()`,
  );
}

/** A declaration with the type of the id in place of the class. */
function withIds(declared: unknown, idType: FieldType): FieldType {
  if (Array.isArray(declared)) return Object.freeze({ kind: 'array', of: withIds(declared[0], idType) });
  if (declared instanceof MapDeclaration)
    return Object.freeze({ kind: 'map', of: withIds(declared.of, idType) });
  return Object.freeze(idType);
}
