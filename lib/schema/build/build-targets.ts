import { findRecord, lineage } from '../declare/class-record.js';
import type { DocumentClass, BelongsToRecord, HasRecord, TargetRecord } from '../declare/class-record.js';
import type { DocumentSchema, TargetSchema } from '../document-schema.js';
import { InvalidSchemaError } from '../schema-errors.js';
import { assertTarget } from './reference-type.js';
import { declaredType } from './resolve-type.js';

/**
 * The properties of a class that populate fills, those of base classes first. Its fields are built.
 * @throws InvalidSchemaError, UnknownFieldTypeError
 */
export function buildTargets(schema: DocumentSchema): ReadonlyMap<string, TargetSchema> {
  const targets = new Map<string, TargetSchema>();
  for (const [name, record] of inheritedTargets(schema.documentClass)) {
    const property = `${schema.name}.${name}`;
    if (schema.fieldsByName.has(name) || schema.undeclared?.name === name) {
      throw new InvalidSchemaError(
        property,
        'It is stored as a field, and populate would fill it with documents',
        'Remove one of its decorators: the id is a field, and the document a property beside it',
      );
    }
    targets.set(name, buildTarget(schema, property, record));
  }
  return targets;
}

function inheritedTargets(documentClass: DocumentClass): Map<string, TargetRecord> {
  const records = lineage(documentClass).reverse();
  return new Map(records.flatMap((each) => [...(findRecord(each)?.targets ?? [])]));
}

function buildTarget(schema: DocumentSchema, property: string, record: TargetRecord): TargetSchema {
  const { name, kind, reference } = record;
  const documentClass =
    record.kind === 'belongsTo'
      ? ownReference(schema, property, record)
      : otherClass(schema, property, record);
  return Object.freeze({ name, kind, documentClass, reference });
}

/** The class to which a reference of the class itself leads. */
function ownReference(
  schema: DocumentSchema,
  property: string,
  { reference }: BelongsToRecord,
): DocumentClass {
  const field = schema.fieldsByName.get(reference);
  if (field?.reference) return field.reference;
  throw new InvalidSchemaError(
    property,
    field
      ? `It belongs to ${reference}, which is a field without @Reference()`
      : `It belongs to ${reference}, but ${schema.name} has no such field`,
    `Declare the field that holds the id: @Reference(() => …) ${reference}, and name it here`,
  );
}

function otherClass(schema: DocumentSchema, property: string, { target, kind }: HasRecord): DocumentClass {
  if (schema.kind === 'embedded') {
    throw new InvalidSchemaError(
      property,
      'Embedded documents have no id of their own that others could refer to',
      `Declare ${kind === 'hasMany' ? '@HasMany()' : '@HasOne()'} in the document that holds them`,
    );
  }
  const documentClass = declaredType(property, target);
  assertTarget(property, documentClass);
  return documentClass;
}
