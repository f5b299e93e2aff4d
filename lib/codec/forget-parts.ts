import { kindOf } from '../kind/kinds.js';
import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { setField } from '../schema/set-field.js';
import { embeddedSchema } from '../schema/type-contents.js';
import { isObject } from '../value/own-value.js';
import { isWholeMap } from '../value/plain-object.js';
import type { ShownParts } from './shown-parts.js';

/**
 * Clears what its class has initialised inside fields of which only a part was loaded: it says nothing about the stored values.
 * @throws FieldNotWritableError, or what a setter of the class throws
 */
export function forgetParts(schema: DocumentSchema, document: object, shown: ShownParts): void {
  for (const { name, type } of schema.undeclared ? [...schema.fields, schema.undeclared] : schema.fields) {
    const parts = shown.shows(name);
    if (typeof parts === 'object') forgetWithin(type, (document as Record<string, unknown>)[name], parts);
  }
}

function forgetWithin(type: FieldType, value: unknown, shown: ShownParts): void {
  const schema = embeddedSchema(type);
  if (schema) {
    if (!isObject(value)) return;
    for (const { name } of schema.undeclared ? [...schema.fields, schema.undeclared] : schema.fields)
      if (shown.shows(name) === false) setField(schema, value, name, undefined);
    forgetParts(schema, value, shown);
  } else if (isWholeMap(value)) {
    const of = kindOf(type).entryType(type);
    for (const [key, entry] of value as Map<string, unknown>) {
      const parts = shown.shows(key);
      if (parts === false) value.delete(key);
      else if (typeof parts === 'object' && of) forgetWithin(of, entry, parts);
    }
  } else if (Array.isArray(value)) {
    const of = kindOf(type).elementType(type);
    if (of) for (const element of value as unknown[]) forgetWithin(of, element, shown);
  }
}
