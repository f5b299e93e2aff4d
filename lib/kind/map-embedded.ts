import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { isGivenByFields } from '../schema/declare/given-by-fields.js';
import { embeddedSchema } from '../schema/type-contents.js';
import { kindOf } from './kinds.js';

/**
 * A value in which what stands for embedded documents by their fields, at any depth of lists and maps, is replaced by what is made of it.
 * Lists and maps are copied; other values, instances above all, stay themselves.
 */
export function mapEmbedded(
  type: FieldType,
  value: unknown,
  make: (schema: DocumentSchema, fields: Record<string, unknown>) => unknown,
): unknown {
  const schema = embeddedSchema(type);
  if (schema) return isGivenByFields(schema.documentClass, value) ? make(schema, value) : value;
  return kindOf(type).mapChildren(value, type, (of, child) => mapEmbedded(of, child, make));
}
