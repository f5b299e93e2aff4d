import { isDate } from 'node:util/types';
import type { DocumentSchema } from '../schema/document-schema.js';
import { describeType } from '../schema/field-type.js';
import type { FieldType } from '../schema/field-type.js';
import { isPlainObject } from '../schema/plain-object.js';
import { depthLimit, isOfKind, isStorableKey } from './scalar-checks.js';
import type { ValidationIssue } from './validation-issue.js';

/** Everything that is wrong with a document: missing fields and values that do not fit their type, at any depth. */
export function findIssues(schema: DocumentSchema, document: object): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  checkFields(schema, document, '', issues, 0);
  return issues;
}

/** Everything that is wrong with the value of one field, or of one path in a filter. Null and undefined fit every type. */
export function findValueIssues(type: FieldType, value: unknown, path: string): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  checkValue(type, value, path, issues, 0);
  return issues;
}

function checkFields(
  schema: DocumentSchema,
  document: object,
  prefix: string,
  issues: ValidationIssue[],
  depth: number,
): void {
  for (const field of schema.fields) {
    const value = (document as Record<string, unknown>)[field.name];
    const path = `${prefix}${field.name}`;
    if (value === undefined || value === null) {
      if (field.required) issues.push({ path, code: 'required', message: 'is required' });
      continue;
    }
    checkValue(field.type, value, path, issues, depth);
  }
}

function checkValue(
  type: FieldType,
  value: unknown,
  path: string,
  issues: ValidationIssue[],
  depth: number,
): void {
  if (value === undefined || value === null) return;
  if (depth > depthLimit) {
    issues.push({ path, code: 'type', message: `is nested deeper than ${depthLimit} levels` });
    return;
  }
  switch (type.kind) {
    case 'array':
      if (Array.isArray(value)) checkElements(type.of, value, path, issues, depth + 1);
      else issues.push(wrongType(type, value, path));
      break;
    case 'map':
      if (value instanceof Map) checkEntries(type.of, value, path, issues, depth + 1);
      else issues.push(wrongType(type, value, path));
      break;
    case 'embedded':
      if (isEmbedded(type.schema, value)) checkEmbedded(type.schema, value, path, issues, depth + 1);
      else issues.push(wrongType(type, value, path));
      break;
    default:
      if (!isOfKind(type.kind, value)) issues.push(wrongType(type, value, path));
  }
}

/** By index, so that holes are seen. */
function checkElements(
  type: FieldType,
  elements: readonly unknown[],
  path: string,
  issues: ValidationIssue[],
  depth: number,
): void {
  for (let index = 0; index < elements.length; index++) {
    const element = elements[index];
    if (element === undefined) issues.push(wrongType(type, element, `${path}.${index}`));
    else checkValue(type, element, `${path}.${index}`, issues, depth);
  }
}

function checkEntries(
  type: FieldType,
  entries: ReadonlyMap<unknown, unknown>,
  path: string,
  issues: ValidationIssue[],
  depth: number,
): void {
  for (const [key, entry] of entries) {
    if (typeof key !== 'string' || !isStorableKey(key)) {
      issues.push({
        path,
        code: 'type',
        message: 'has a key that is no string, starts with $, or cannot be stored',
      });
    } else if (entry === undefined) {
      issues.push(wrongType(type, entry, `${path}.${key}`));
    } else {
      checkValue(type, entry, `${path}.${key}`, issues, depth);
    }
  }
}

/** An instance of the class or of one that extends it, or a plain object with the same fields, as object literals in code are. */
function isEmbedded(schema: DocumentSchema, value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value instanceof schema.documentClass || isPlainObject(value))
  );
}

/** Properties that a class adds are its own business; those of a plain object would be lost without a word. */
function checkEmbedded(
  schema: DocumentSchema,
  value: object,
  path: string,
  issues: ValidationIssue[],
  depth: number,
): void {
  if (isPlainObject(value)) {
    for (const name of Object.keys(value))
      if (!schema.fieldsByName.has(name)) issues.push(unknownField(schema, `${path}.${name}`));
  }
  checkFields(schema, value, `${path}.`, issues, depth);
}

function unknownField(schema: DocumentSchema, path: string): ValidationIssue {
  return { path, code: 'unknown_field', message: `is not a field of ${schema.name}` };
}

/** The names among the values of a document, and of embedded ones that are given as values, that are no fields. */
export function findUnknownFields(schema: DocumentSchema, values: object, prefix = ''): ValidationIssue[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const field = schema.fieldsByName.get(name);
    return field
      ? findUnknownBelow(field.type, value, `${prefix}${name}`)
      : [unknownField(schema, `${prefix}${name}`)];
  });
}

function findUnknownBelow(type: FieldType, value: unknown, path: string): ValidationIssue[] {
  if (type.kind === 'embedded' && isPlainObject(value))
    return findUnknownFields(type.schema, value, `${path}.`);
  if (type.kind !== 'array' || !Array.isArray(value)) return [];
  return value.flatMap((element, index) => findUnknownBelow(type.of, element, `${path}.${index}`));
}

function wrongType(type: FieldType, value: unknown, path: string): ValidationIssue {
  return { path, code: 'type', message: `should be ${describeType(type)}, not ${describeValue(value)}` };
}

/** The type of a value, as messages name it; never the value. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Number.isNaN(value)) return 'NaN';
  if (isDate(value)) return Number.isNaN(value.getTime()) ? 'an invalid Date' : 'Date';
  if (Array.isArray(value)) return 'an array';
  if (typeof value !== 'object') return typeof value;
  // Of the class, never of the value: plain data may have a property "constructor".
  const prototype = Object.getPrototypeOf(value) as {
    readonly constructor?: { readonly name?: string };
  } | null;
  return prototype?.constructor?.name ?? 'object';
}
