import { isBelongsTo } from '../kind/belongs-to.js';
import type { PartChecker } from '../kind/kind.js';
import { kindOf } from '../kind/kinds.js';
import type { Constraints } from '../schema/declare/constraints.js';
import type { DocumentSchema, FieldSchema, FieldType } from '../schema/document-schema.js';
import { isContainer } from '../schema/type-contents.js';
import { isDeclaredKey, isShownKey } from '../schema/build/undeclared-field.js';
import { isPlainObject, isWholeMap } from '../value/plain-object.js';
import { depthLimit, isStorableKey } from '../value/storable.js';
import { checkConstraints } from './check-constraints.js';
import type { OperationTimeout } from '../signal/timeout.js';
import { IssueList } from './issue-list.js';
import type { Search } from './issue-list.js';
import { documentPlace, placeIn, segmentsOf } from './place.js';
import type { Place, Segment } from './place.js';
import { addRefusedParts } from './refused-parts.js';
import { runDocumentValidators, runFieldValidators } from './run-validators.js';
import type { ValidationIssue } from './validation-issue.js';
import { wrongType } from './wrong-type.js';

/** Options of validating a document. */
export interface Validation extends Pick<Search, 'timeout' | 'isAccepted'> {
  /** A required field that gets its value later: an id. */
  readonly optional?: FieldSchema | undefined;
  /** The names of the loaded fields. Other fields are checked only if they have a value, and validators of the class are not called. */
  readonly loaded?: ReadonlySet<string> | undefined;
}

/** Does the same as `findIssues`, without generated code. */
export function findIssuesStepByStep(
  schema: DocumentSchema,
  document: object,
  validation: Validation,
): IssueList {
  const { timeout, isAccepted, loaded } = validation;
  return IssueList.find(
    { start: { kind: 'embedded', schema }, checks: 'all', timeout, isAccepted },
    (list) => {
      checkFields(schema, document, documentPlace, list, validation);
      if (!loaded) runDocumentValidators(schema, document, list.misfits === 0, documentPlace, list);
    },
  );
}

/** The misfits of one field, or of one path in a filter; constraints and validators are not checked. Null and undefined fit every type. */
export function findValueIssues(type: FieldType, value: unknown, name: string): readonly ValidationIssue[] {
  if (value === undefined || value === null) return [];
  // A value without parts; most ids in filters are one.
  if (!isContainer(type) && kindOf(type).accepts(value, type)) return [];
  return IssueList.find({ start: { kind: 'field', name, type }, checks: 'types' }, (list) => {
    checkValue(type, undefined, value, value, documentPlace, name, list);
  }).issues.listed;
}

/** A value for a place in a document that is not at hand. */
export interface PlacedValue {
  /** The way from the document to the place. */
  readonly segments: readonly Segment[];
  readonly type: FieldType;
  readonly constraints: Constraints | undefined;
  /** Neither null nor undefined. */
  readonly value: unknown;
}

/** The issues of a value for one place. Validators of its field get an object that holds only this value in place of the document. */
export function findPlacedIssues(
  schema: DocumentSchema,
  { segments, type, constraints, value }: PlacedValue,
  timeout?: OperationTimeout,
): IssueList {
  return IssueList.find({ start: { kind: 'embedded', schema }, checks: 'all', timeout }, (list) => {
    const holder = segments.slice(0, -1).reduce<Place>(placeIn, documentPlace);
    const segment = segments.at(-1) ?? '';
    checkValue(type, constraints, value, Object.freeze({ [segment]: value }), holder, segment, list);
  });
}

/** Checks the fields of a document, or of an embedded one, at a place. */
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

/** Checks the entries beside the fields: each needs a key that a path can name and no field has. */
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

/** Checks a value, neither null nor undefined, of `document`, which `place` holds under `segment`. */
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
  const kind = kindOf(type);
  if (!kind.accepts(value, type)) {
    addRefusedParts(type, value, place, segment, list);
    return;
  }
  if (constraints) checkConstraints(constraints, value, place, segment, list);
  const misfits = list.misfits;
  if (isContainer(type)) {
    const parts = new Inside(document, placeIn(place, segment), constraints?.each, list);
    kind.check(value as never, type, parts);
  }
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

/** Checks the parts of a value at a place, with constraints for each part. */
class Inside implements PartChecker {
  constructor(
    private readonly document: object,
    private readonly place: Place,
    private readonly each: Constraints | undefined,
    private readonly list: IssueList,
  ) {}

  value(type: FieldType, value: unknown, name: Segment): void {
    const { document, place, each, list } = this;
    if (value === undefined) list.add(place, name, 'type', wrongType(type, value));
    else if (value !== null) checkValue(type, each, value, document, place, name, list);
  }

  fields(schema: DocumentSchema, document: object): void {
    checkEmbedded(schema, document, this.place, this.list);
  }

  refuse(message: string, name?: Segment): void {
    const { place, list } = this;
    if (name === undefined) list.report(() => segmentsOf(place), 'type', message);
    else list.add(place, name, 'type', message);
  }
}

/** Checks an embedded document. Extra properties of an instance are allowed; those of a plain object would be lost without notice. */
function checkEmbedded(schema: DocumentSchema, value: object, place: Place, list: IssueList): void {
  const misfits = list.misfits;
  if (isPlainObject(value)) {
    for (const name of Object.keys(value))
      if (!schema.fieldsByName.has(name) && schema.undeclared?.name !== name && !isBelongsTo(schema, name))
        list.add(place, name, 'unknown_field', isNoField(schema, name));
  }
  checkFields(schema, value, place, list);
  if (list.checks === 'all') runDocumentValidators(schema, value, list.misfits === misfits, place, list);
}

/** The message about a name that does not belong to a field. */
export function isNoField(schema: DocumentSchema, name: string): string {
  const id = name === '_id' ? schema.fieldsByKey.get('_id') : undefined;
  return `is not a field of ${schema.name}${id ? `, whose id is called ${id.name}` : ''}`;
}

const unshownKey = 'has a key that belongs to a field, is empty, starts with $, or holds a dot';
