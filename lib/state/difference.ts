import type { DocumentSchema, FieldSchema, FieldType } from '../schema/document-schema.js';
import { ownValue } from '../schema/own-value.js';
import { isPlainObject } from '../schema/plain-object.js';
import { isDeclaredKey, isShownKey } from '../schema/undeclared-field.js';
import { isEqual } from './is-equal.js';
import { valuesOf } from './snapshot.js';
import type { Snapshot, Stored } from './snapshot.js';

/** One stored value that differs. Segments are stored keys, and the same path by field names. */
export interface Difference {
  readonly keys: readonly string[];
  readonly names: readonly string[];
  readonly type: FieldType;
  /** Stored before; undefined if nothing was. */
  readonly before: unknown;
  /** To be stored; undefined if the key is to be removed. */
  readonly after: unknown;
}

/** Where a value stands in the document. */
interface Place {
  readonly keys: readonly string[];
  readonly names: readonly string[];
  /** Inside an array an element that has been replaced is another element, with all its keys. */
  readonly isInArray: boolean;
}

const anyType: FieldType = Object.freeze({ kind: 'any' });
const absent: Stored = Object.freeze({});

/**
 * The least that has to be written so that the document `after`, as encoded, is stored: by value, each on the deepest path.
 * An array whose length changed is written whole. So is an object with a changed key that no path can name.
 */
export function differences(
  schema: DocumentSchema,
  snapshot: Snapshot,
  after: Stored,
): readonly Difference[] {
  const place: Place = { keys: [], names: [], isInArray: false };
  if (snapshot.fieldsInDoubt && !schema.undeclared) {
    const fields = snapshot.fieldsInDoubt(schema.fields, after);
    if (fields.length === 0) return [];
    const keys = fields.map(({ key }) => key);
    const { stored, unchanged } = valuesOf(snapshot, keys);
    return fieldDifferences(fields, stored, unchanged, after, place);
  }
  const { stored, unchanged } = snapshot;
  const ofFields = fieldDifferences(schema.fields, stored, unchanged, after, place);
  if (!schema.undeclared) return ofFields;
  const shown = shownDifferences(schema, schema.undeclared, stored, unchanged, after, place);
  return [...ofFields, ...(shown ?? [])];
}

/** Of undeclared keys that the document shows: entries of the field that shows them, and stored beside the fields. */
function shownDifferences(
  schema: DocumentSchema,
  { name }: FieldSchema,
  stored: Stored,
  unchanged: Stored,
  after: Stored,
  place: Place,
): Difference[] | undefined {
  const keys = keysOf(stored, after).filter((key) => !isDeclaredKey(schema, key) && isShownKey(key));
  const shown = { ...place, names: [...place.names, name] };
  return entryDifferences(anyType, stored, unchanged, after, keys, shown);
}

/** Whether a stored value, of what a key held, is another one now. */
export function isDifferent(type: FieldType, stored: unknown, unchanged: unknown, after: unknown): boolean {
  return (
    !isEqual(unchanged, after) &&
    valueDifferences(type, stored, unchanged, after, { keys: [], names: [], isInArray: false }).length > 0
  );
}

function fieldDifferences(
  fields: readonly FieldSchema[],
  stored: Stored,
  unchanged: Stored,
  after: Stored,
  place: Place,
): Difference[] {
  const found: Difference[] = [];
  for (const { name, key, type } of fields) {
    const before = ownValue(unchanged, key);
    const value = ownValue(after, key);
    // Most fields have not changed: nothing is made for those.
    if (isEqual(before, value)) continue;
    for (const each of valueDifferences(type, ownValue(stored, key), before, value, below(place, key, name)))
      found.push(each);
  }
  return found;
}

function valueDifferences(
  type: FieldType,
  stored: unknown,
  unchanged: unknown,
  after: unknown,
  place: Place,
): Difference[] {
  if (isEqual(unchanged, after)) return [];
  if (stored === undefined && after === undefined) return [];
  return (
    nestedDifferences(type, stored, unchanged, after, place) ?? [
      { keys: place.keys, names: place.names, type, before: stored, after },
    ]
  );
}

/** Differences on deeper paths; undefined where the value has to be written whole. */
function nestedDifferences(
  type: FieldType,
  stored: unknown,
  unchanged: unknown,
  after: unknown,
  place: Place,
): Difference[] | undefined {
  if (Array.isArray(stored) && Array.isArray(after)) {
    if (stored.length !== after.length) return undefined;
    const of = type.kind === 'array' ? type.of : anyType;
    return after.flatMap((element, index) =>
      valueDifferences(of, stored[index], (unchanged as unknown[])[index], element, {
        ...below(place, String(index)),
        isInArray: true,
      }),
    );
  }
  if (!isPlainObject(stored) || !isPlainObject(after)) return undefined;
  const before = isPlainObject(unchanged) ? unchanged : absent;
  if (type.kind !== 'embedded')
    return entryDifferences(
      type.kind === 'map' ? type.of : anyType,
      stored,
      before,
      after,
      keysOf(stored, after),
      place,
    );
  const { schema } = type;
  const undeclared = schema.undeclared
    ? shownDifferences(schema, schema.undeclared, stored, before, after, place)
    : undeclaredDifferences(schema, stored, before, after, place);
  return undeclared && [...fieldDifferences(schema.fields, stored, before, after, place), ...undeclared];
}

function entryDifferences(
  of: FieldType,
  stored: Stored,
  unchanged: Stored,
  after: Stored,
  keys: readonly string[],
  place: Place,
): Difference[] | undefined {
  const changed = keys.flatMap((key) =>
    valueDifferences(
      of,
      ownValue(stored, key),
      ownValue(unchanged, key),
      ownValue(after, key),
      below(place, key),
    ),
  );
  const canBeNamed = changed.every((difference) => isPathSegment(difference.keys[place.keys.length] ?? ''));
  return canBeNamed ? changed : undefined;
}

/**
 * Keys that the class does not declare come with the embedded document that was loaded with them. They go where it goes;
 * a new one, put in its place as the value of a field, leaves those that are stored untouched.
 */
function undeclaredDifferences(
  schema: DocumentSchema,
  stored: Stored,
  unchanged: Stored,
  after: Stored,
  place: Place,
): Difference[] | undefined {
  const undeclared = keysOf(stored, after).filter((key) => !schema.fieldsByKey.has(key));
  const keys = undeclared.filter((key) => place.isInArray || Object.hasOwn(after, key));
  return entryDifferences(anyType, stored, unchanged, after, keys, place);
}

function keysOf(...objects: readonly Stored[]): string[] {
  return [...new Set(objects.flatMap((object) => Object.keys(object)))];
}

function below(place: Place, key: string, name = key): Place {
  return { keys: [...place.keys, key], names: [...place.names, name], isInArray: false };
}

/** Paths are joined by dots, and MongoDB reads a leading $ as an operator. */
function isPathSegment(key: string): boolean {
  return key !== '' && !key.includes('.') && !key.startsWith('$');
}
