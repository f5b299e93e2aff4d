import { findRecord, lineage } from '../schema/class-record.js';
import type { DocumentClass } from '../schema/class-record.js';
import type { Constraints } from '../schema/constraints.js';
import type { DocumentSchema, FieldSchema, FieldType } from '../schema/document-schema.js';
import { isPlainObject, isWholeMap } from '../value/plain-object.js';
import { isContainer } from '../schema/type-contents.js';
import { isDeclaredKey, isShownKey } from '../schema/undeclared-field.js';
import { isCertainlyValid } from './fast/certainly-valid.js';
import { checkConstraints } from './check-constraints.js';
import { IssueList } from './issue-list.js';
import type { Search } from './issue-list.js';
import { documentPlace, placeIn, segmentsOf } from './place.js';
import type { Place, Segment } from './place.js';
import { addRefusedParts, unstorableKey } from './refused-parts.js';
import { runDocumentValidators, runFieldValidators } from './run-validators.js';
import { isOfKind } from '../kind/scalar-checks.js';
import { depthLimit, isStorableKey } from '../value/storable.js';
import type { ValidationIssue } from './validation-issue.js';
import { wrongType } from './wrong-type.js';

/** How a document is validated. */
export interface Validation extends Pick<Search, 'budget' | 'isAccepted'> {
  /** A required field that is given its value later: an id. */
  readonly optional?: FieldSchema | undefined;
  /** The names of the fields that were loaded. Others are checked if they have a value, and validators of the class are not called. */
  readonly loaded?: ReadonlySet<string> | undefined;
}

/**
 * Everything that is wrong with a document: missing fields, values that do not fit their type or constraints, at any depth, and what
 * validators refuse. Complete when those have answered that are asynchronous.
 * @throws what a validator throws
 */
export function findIssues(schema: DocumentSchema, document: object, validation: Validation = {}): IssueList {
  if (isCertainlyValid(schema, document, validation.optional?.name)) return IssueList.none;
  return findIssuesStepByStep(schema, document, validation);
}

/** The same without generated code. */
export function findIssuesStepByStep(
  schema: DocumentSchema,
  document: object,
  validation: Validation,
): IssueList {
  const { budget, isAccepted, loaded } = validation;
  return IssueList.find(
    { start: { kind: 'embedded', schema }, checks: 'all', budget, isAccepted },
    (list) => {
      checkFields(schema, document, documentPlace, list, validation);
      if (!loaded) runDocumentValidators(schema, document, list.misfits === 0, documentPlace, list);
    },
  );
}

/**
 * What does not fit the type of one field, or of one path in a filter, constraints and validators left aside. Null and undefined fit
 * every type.
 */
export function findValueIssues(type: FieldType, value: unknown, name: string): readonly ValidationIssue[] {
  if (value === undefined || value === null) return [];
  // A value that holds no others: ids in filters are mostly that.
  if (!isContainer(type) && isOfType(type, value)) return [];
  return IssueList.find({ start: { kind: 'field', name, type }, checks: 'types' }, (list) => {
    checkValue(type, undefined, value, value, documentPlace, name, list);
  }).issues.listed;
}

/** Checks the fields of a document, or of an embedded one, that stands at a place. */
export function checkFields(
  schema: DocumentSchema,
  document: object,
  place: Place,
  list: IssueList,
  validation: Validation = {},
): void {
  const values = document as Record<string, unknown>;
  for (const field of schema.fields) {
    const value = values[field.name];
    if (value !== undefined && value !== null)
      checkValue(
        field.type,
        list.checks === 'all' ? field.constraints : undefined,
        value,
        document,
        place,
        field.name,
        list,
      );
    else if (list.checks !== 'storable' && isMissing(field, value, validation))
      list.add(place, field.name, 'required', 'is required');
  }
  if (schema.undeclared)
    checkUndeclared(schema, schema.undeclared, values[schema.undeclared.name], place, list);
}

function isMissing(field: FieldSchema, value: unknown, { optional, loaded }: Validation): boolean {
  return field.required && field !== optional && (value === null || !loaded || loaded.has(field.name));
}

/** The entries beside the fields: each under a key of its own that a path can name. */
function checkUndeclared(
  schema: DocumentSchema,
  { name, type }: FieldSchema,
  entries: unknown,
  place: Place,
  list: IssueList,
): void {
  if (entries === undefined || entries === null) return;
  checkValue(type, undefined, entries, entries, place, name, list);
  if (!isWholeMap(entries)) return;
  const isRefused = (key: unknown): key is string =>
    typeof key === 'string' && isStorableKey(key) && (isDeclaredKey(schema, key) || !isShownKey(key));
  for (const key of entries.keys())
    if (isRefused(key)) list.add(placeIn(place, name), key, 'type', unshownKey);
}

/** Checks a value, neither null nor undefined, that `document` has and `place` holds under `segment`. */
function checkValue(
  type: FieldType,
  constraints: Constraints | undefined,
  value: unknown,
  document: object,
  place: Place,
  segment: Segment,
  list: IssueList,
): void {
  if (place.depth > depthLimit) list.refuseDepth(place, segment);
  if (!isOfType(type, value)) {
    const refusal = (part: unknown): string => wrongType(type, part);
    if (type.kind === 'any') addRefusedParts(value, place, segment, list, refusal);
    else list.add(place, segment, 'type', refusal(value));
    return;
  }
  if (constraints) checkConstraints(constraints, value, place, segment, list);
  const misfits = list.misfits;
  if (type.kind === 'array')
    checkElements(type.of, constraints?.each, value as unknown[], document, placeIn(place, segment), list);
  else if (type.kind === 'map')
    checkEntries(
      type.of,
      constraints?.each,
      value as Map<unknown, unknown>,
      document,
      placeIn(place, segment),
      list,
    );
  else if (type.kind === 'embedded')
    checkEmbedded(type.schema, value as object, placeIn(place, segment), list);
  if (constraints)
    runFieldValidators(
      constraints.validators,
      value,
      list.misfits === misfits,
      document,
      place,
      segment,
      list,
    );
}

/** Whether a value itself is of a type, whatever it holds. */
function isOfType(type: FieldType, value: unknown): boolean {
  switch (type.kind) {
    case 'array':
      return Array.isArray(value);
    case 'map':
      return isWholeMap(value);
    case 'embedded':
      return isEmbedded(type.schema, value);
    default:
      return isOfKind(type.kind, value);
  }
}

/** By index, so that holes are seen. */
function checkElements(
  type: FieldType,
  constraints: Constraints | undefined,
  elements: readonly unknown[],
  document: object,
  place: Place,
  list: IssueList,
): void {
  for (let index = 0; index < elements.length; index++) {
    const element = elements[index];
    if (element === undefined) list.add(place, index, 'type', wrongType(type, element));
    else if (element !== null) checkValue(type, constraints, element, document, place, index, list);
  }
}

function checkEntries(
  type: FieldType,
  constraints: Constraints | undefined,
  entries: ReadonlyMap<unknown, unknown>,
  document: object,
  place: Place,
  list: IssueList,
): void {
  for (const [key, entry] of entries) {
    if (typeof key !== 'string') list.report(() => segmentsOf(place), 'type', noTextAsKey);
    else if (!isStorableKey(key)) list.add(place, key, 'type', unstorableKey);
    else if (entry === undefined) list.add(place, key, 'type', wrongType(type, entry));
    else if (entry !== null) checkValue(type, constraints, entry, document, place, key, list);
  }
}

/**
 * An instance of the class, or a plain object with the same fields, as object literals in code are. Also an instance of a class that
 * extends it, unless that is decorated: the fields that it declares would be lost without a word.
 */
export function isEmbedded(schema: DocumentSchema, value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (isPlainObject(value)) return true;
  if (Object.getPrototypeOf(value) === schema.documentClass.prototype) return true;
  if (!(value instanceof schema.documentClass)) return false;
  const nearest = lineage((Object.getPrototypeOf(value) as object).constructor as DocumentClass).find(
    (each) => findRecord(each)?.document,
  );
  return nearest === undefined || nearest === schema.documentClass;
}

/** Properties that a class adds are its own business; those of a plain object would be lost without a word. */
function checkEmbedded(schema: DocumentSchema, value: object, place: Place, list: IssueList): void {
  const misfits = list.misfits;
  if (isPlainObject(value)) {
    for (const name of Object.keys(value))
      if (!schema.fieldsByName.has(name) && schema.undeclared?.name !== name)
        list.add(place, name, 'unknown_field', isNoField(schema));
  }
  checkFields(schema, value, place, list);
  if (list.checks === 'all') runDocumentValidators(schema, value, list.misfits === misfits, place, list);
}

/** What is wrong with a name that is no field. */
export function isNoField(schema: DocumentSchema): string {
  return `is not a field of ${schema.name}`;
}

const unshownKey = 'has a key that belongs to a field, is empty, starts with $, or holds a dot';
const noTextAsKey = 'has a key that is no string';
