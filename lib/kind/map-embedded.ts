import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { isGivenByFields } from '../schema/declare/given-by-fields.js';
import { embeddedSchema } from '../schema/type-contents.js';
import { kindOf } from './kinds.js';

/**
 * Replaces the plain values that stand for embedded documents, at any depth of lists and maps. Lists and maps are copied; other values,
 * above all instances, are unchanged.
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
