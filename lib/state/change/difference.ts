import type { DocumentSchema, FieldSchema, FieldType } from '../../schema/document-schema.js';
import { ownValue } from '../../value/own-value.js';
import { isPlainObject } from '../../value/plain-object.js';
import { isDeclaredKey, isShownKey } from '../../schema/build/undeclared-field.js';
import { asStored, inside, keysAfterUpdate, originsOf, storedElements, storedUnder } from './as-stored.js';
import type { StoredValue } from './as-stored.js';
import { anyType } from '../../kind/container/any.js';
import { isSame } from '../../kind/is-same.js';
import { kindOf } from '../../kind/kinds.js';
import { elementTypeOf, entryTypeOf } from '../../kind/parts.js';
import { embeddedSchema } from '../../schema/type-contents.js';
import { isSameOrder } from '../../kind/key-order.js';
import type { Snapshot, SnapshotValues, Stored } from '../snapshot/snapshot.js';

/** One stored value that differs. Paths are given as stored keys and as field names. */
export interface Difference {
  readonly keys: readonly string[];
  readonly names: readonly string[];
  readonly type: FieldType;
  /** The stored value; undefined if nothing was stored. */
  readonly before: unknown;
  /** The value to be stored; undefined if the key is to be removed. Every part of it that is stored already is the stored value itself. */
  readonly after: unknown;
  /** The value to be stored, as the document holds it. */
  readonly given: unknown;
}

/** The place of a value in the document. */
interface ValuePlace {
  readonly keys: readonly string[];
  readonly names: readonly string[];
  /** Whether it is inside an array: a replaced element is another element, with all its keys. */
  readonly isInArray: boolean;
}

/** The state of a value before the write. */
interface Before extends StoredValue {
  /** The stored value that the written one comes from: a different one if the elements of a list have moved. */
  readonly like: StoredValue | undefined;
}

/**
 * The smallest set of writes that stores the encoded document `after`, each on the deepest possible path. An array whose length changed is
 * written whole, and so is an object with keys that a path cannot name, or whose order a path cannot change.
 */
export function differences(
  schema: DocumentSchema,
  snapshot: Snapshot,
  after: Stored,
): readonly Difference[] {
  const place: ValuePlace = { keys: [], names: [], isInArray: false };
  if (!schema.undeclared) {
    const fields = snapshot.possiblyChanged(schema.fields, after);
    if (fields.length === 0) return [];
    return fieldDifferences(fields, beforeOf(valuesOf(snapshot, schema, fields)), after, place);
  }
  const before = beforeOf(snapshot);
  const ofFields = fieldDifferences(schema.fields, before, after, place);
  return ofFields.concat(shownDifferences(schema, schema.undeclared, before, after, place) ?? []);
}

/** The values of some fields; if all fields are read, all values, so that the snapshot has them the next time. */
function valuesOf(
  snapshot: Snapshot,
  schema: DocumentSchema,
  fields: readonly FieldSchema[],
): SnapshotValues {
  return fields === schema.fields ? snapshot : snapshot.read(fields.map(({ key }) => key));
}

function beforeOf({ stored, baseline }: StoredValue): Before {
  return { stored, baseline, like: { stored, baseline } };
}

/** The differences of undeclared keys that the document shows. They are entries of its field for them, and are stored beside the fields. */
function shownDifferences(
  schema: DocumentSchema,
  { name }: FieldSchema,
  before: Before,
  after: Stored,
  place: ValuePlace,
): Difference[] | undefined {
  const keys = keysOfBoth(before, after).filter((key) => !isDeclaredKey(schema, key) && isShownKey(key));
  const shown = { ...place, names: [...place.names, name] };
  return entryDifferences(anyType, before, after, keys, shown);
}

/** Whether the stored value under a key has changed. */
export function isDifferent(type: FieldType, stored: unknown, baseline: unknown, after: unknown): boolean {
  const place: ValuePlace = { keys: [], names: [], isInArray: false };
  return valueDifferences(type, beforeOf({ stored, baseline }), after, place).length > 0;
}

function fieldDifferences(
  fields: readonly FieldSchema[],
  before: Before,
  after: Stored,
  place: ValuePlace,
): Difference[] {
  const found: Difference[] = [];
  for (const { name, key, type } of fields) {
    const value = ownValue(after, key);
    // Most fields have not changed: nothing is allocated for them.
    if (isSame(type, storedUnder(before, key).baseline, value)) continue;
    for (const each of valueDifferences(type, beforeUnder(before, key), value, below(place, key, name)))
      found.push(each);
  }
  return found;
}

function valueDifferences(type: FieldType, before: Before, after: unknown, place: ValuePlace): Difference[] {
  const { stored, baseline, like } = before;
  if (isSame(type, baseline, after)) return [];
  if (stored === undefined && after === undefined) return [];
  return nestedDifferences(type, before, after, place) ?? [wholeDifference(type, stored, like, after, place)];
}

function wholeDifference(
  type: FieldType,
  before: unknown,
  like: StoredValue | undefined,
  after: unknown,
  { keys, names }: ValuePlace,
): Difference {
  return { ...{ keys, names, type, before }, after: asStored(type, like, after), given: after };
}

/** Differences on deeper paths; undefined if the value has to be written whole. */
function nestedDifferences(
  type: FieldType,
  before: Before,
  after: unknown,
  place: ValuePlace,
): Difference[] | undefined {
  const { stored } = before;
  if (Array.isArray(stored) && Array.isArray(after)) {
    if (stored.length !== after.length) return undefined;
    return elementDifferences(elementTypeOf(type), before, after, place);
  }
  if (!isPlainObject(stored) || !isPlainObject(after)) return undefined;
  const known: Before = { ...inside(before), like: before.like };
  const schema = embeddedSchema(type);
  if (!schema) {
    const updated = keysAfterUpdate(Object.keys(stored), after);
    if (!isSameOrder(kindOf(type).keyOrder, updated, Object.keys(after))) return undefined;
    return entryDifferences(entryTypeOf(type), known, after, keysOfBoth(before, after), place);
  }
  const undeclared = schema.undeclared
    ? shownDifferences(schema, schema.undeclared, known, after, place)
    : undeclaredDifferences(schema, known, after, place);
  return undeclared && fieldDifferences(schema.fields, known, after, place).concat(undeclared);
}

/** The differences of a list whose length has not changed. */
function elementDifferences(
  of: FieldType,
  before: Before,
  after: readonly unknown[],
  place: ValuePlace,
): Difference[] {
  const stored = storedElements(before);
  const likes = before.like ? storedElements(before.like) : [];
  const origins = originsOf(of, likes, after);
  return after.flatMap((element, index) => {
    const known = stored[index] as StoredValue;
    if (isSame(of, known.baseline, element)) return [];
    const like = likes[origins[index] ?? -1];
    const at = { ...below(place, String(index)), isInArray: true };
    // The initial value here belongs to the element that was here before.
    const isOther = isInitialised(known) && origins[index] !== index;
    return isOther
      ? [wholeDifference(of, known.stored, like, element, at)]
      : valueDifferences(of, { ...known, like }, element, at);
  });
}

function entryDifferences(
  of: FieldType,
  before: Before,
  after: Stored,
  keys: readonly string[],
  place: ValuePlace,
): Difference[] | undefined {
  const known = keys.map((key) => beforeUnder(before, key));
  const values = keys.map((key) => ownValue(after, key));
  const origins = known.some(isInitialised) ? originsOf(of, known, values) : [];
  const changed = keys.flatMap((key, index) => {
    const [entry, value] = [known[index] as Before, values[index]];
    const like = known[origins[index] ?? index];
    const isOther = isInitialised(entry) && value !== undefined && origins[index] !== index;
    return isOther
      ? [wholeDifference(of, entry.stored, like, value, below(place, key))]
      : valueDifferences(of, like === entry ? entry : { ...entry, like }, value, below(place, key));
  });
  const canBeNamed = changed.every((difference) => isPathSegment(difference.keys[place.keys.length] ?? ''));
  return canBeNamed ? changed : undefined;
}

/**
 * Undeclared keys come with the embedded document that was loaded with them, and move with it. A new one that replaces it as the value of a
 * field leaves stored keys unchanged.
 */
function undeclaredDifferences(
  schema: DocumentSchema,
  before: Before,
  after: Stored,
  place: ValuePlace,
): Difference[] | undefined {
  const undeclared = keysOfBoth(before, after).filter((key) => !schema.fieldsByKey.has(key));
  const keys = undeclared.filter((key) => place.isInArray || Object.hasOwn(after, key));
  return entryDifferences(anyType, before, after, keys, place);
}

/** Whether the class has initialised some part of a stored value. */
function isInitialised({ stored, baseline }: StoredValue): boolean {
  return stored !== undefined && stored !== baseline;
}

function keysOfBoth({ stored }: Before, after: Stored): string[] {
  return [...new Set([...Object.keys(stored as Stored), ...Object.keys(after)])];
}

function beforeUnder(before: Before, key: string): Before {
  return { ...storedUnder(before, key), like: before.like && storedUnder(before.like, key) };
}

function below(place: ValuePlace, key: string, name = key): ValuePlace {
  return { keys: [...place.keys, key], names: [...place.names, name], isInArray: false };
}

/** Whether a key can be part of a path: paths are joined by dots, and MongoDB reads a leading $ as an operator. */
function isPathSegment(key: string): boolean {
  return key !== '' && !key.includes('.') && !key.startsWith('$');
}
