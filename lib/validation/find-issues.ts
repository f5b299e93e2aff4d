import { isDate } from 'node:util/types';
import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { describeType } from '../schema/describe-type.js';
import { elementsOf } from '../schema/elements-of.js';
import { isPlainObject, isWholeMap } from '../schema/plain-object.js';
import { depthLimit, isOfKind, isStorableKey } from './scalar-checks.js';
import type { ValidationIssue } from './validation-issue.js';

/** Everything that is wrong with a document: missing fields and values that do not fit their type, at any depth. */
export function findIssues(schema: DocumentSchema, document: object): ValidationIssue[] {
  return collect((issues) => {
    checkFields(schema, document, '', issues, 0);
  });
}

/** Everything that is wrong with the value of one field, or of one path in a filter. Null and undefined fit every type. */
export function findValueIssues(type: FieldType, value: unknown, path: string): ValidationIssue[] {
  return collect((issues) => {
    checkValue(type, value, path, issues, 0);
  });
}

class TooDeep extends Error {
  constructor(readonly path: string) {
    super('too deep');
  }
}

/** Values that hold each other have more paths than can be walked, so the first one that is too deep ends the search. */
function collect(check: (issues: ValidationIssue[]) => void): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  try {
    check(issues);
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    issues.push({ path: error.path, code: 'type', message: `is nested deeper than ${depthLimit} levels` });
  }
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
  if (depth > depthLimit) throw new TooDeep(path);
  switch (type.kind) {
    case 'array':
      if (Array.isArray(value)) checkElements(type.of, value, path, issues, depth + 1);
      else issues.push(wrongType(type, value, path));
      break;
    case 'map':
      if (isWholeMap(value)) checkEntries(type.of, value, path, issues, depth + 1);
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
export function findUnknownFields(schema: DocumentSchema, values: object): ValidationIssue[] {
  return collect((issues) => {
    checkNames(schema, values, '', issues, 0);
  });
}

function checkNames(
  schema: DocumentSchema,
  values: object,
  prefix: string,
  issues: ValidationIssue[],
  depth: number,
): void {
  for (const [name, value] of Object.entries(values)) {
    const field = schema.fieldsByName.get(name);
    if (field) checkNamesBelow(field.type, value, `${prefix}${name}`, issues, depth);
    else issues.push(unknownField(schema, `${prefix}${name}`));
  }
}

function checkNamesBelow(
  type: FieldType,
  value: unknown,
  path: string,
  issues: ValidationIssue[],
  depth: number,
): void {
  if (depth > depthLimit) throw new TooDeep(path);
  if (type.kind === 'embedded' && isPlainObject(value))
    checkNames(type.schema, value, `${path}.`, issues, depth + 1);
  const isList = type.kind === 'array' && Array.isArray(value);
  if (!isList && !(type.kind === 'map' && isWholeMap(value))) return;
  const elements = isList ? elementsOf(value).entries() : (value as Map<unknown, unknown>);
  for (const [key, each] of elements)
    checkNamesBelow(type.of, each, `${path}.${String(key)}`, issues, depth + 1);
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
  const prototype = Object.getPrototypeOf(value) as { readonly constructor?: unknown } | null;
  const made = prototype?.constructor;
  // Careless code that merges objects makes a prototype of data, too.
  return typeof made === 'function' && made.name !== '' ? made.name : 'object';
}
