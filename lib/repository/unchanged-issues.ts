import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { isObject, ownValue } from '../value/own-value.js';
import { isPlainObject, isWholeMap } from '../value/plain-object.js';
import { isEqual } from '../value/is-equal.js';
import type { Snapshot } from '../state/snapshot/snapshot.js';
import type { Segment } from '../validation/place.js';

/**
 * Whether a value that does not fit its type is as it is stored, in the same place. Others may have stored there what would be refused
 * today, as a key with $ or values nested deeper: that is no reason to refuse the change of anything else. For one look at the document,
 * as the same place may be asked about for each of its keys.
 */
export function unchangedTest(
  schema: DocumentSchema,
  document: object,
  snapshot: Snapshot,
): (way: readonly Segment[]) => boolean {
  const known = new Map<string, boolean>();
  return (way) => {
    const place = way.join('\0');
    let isUnchanged = known.get(place);
    if (isUnchanged === undefined) {
      isUnchanged = isUnchangedAt({ kind: 'embedded', schema }, document, snapshot.stored, way);
      known.set(place, isUnchanged);
    }
    return isUnchanged;
  };
}

/** Whether the value that a way leads to is as it is stored. */
function isUnchangedAt(type: FieldType, value: unknown, stored: unknown, way: readonly Segment[]): boolean {
  const [first, ...rest] = way;
  if (first === undefined) return isAsStored(type, value, stored);
  const name = String(first);
  switch (type.kind) {
    case 'embedded': {
      const { fieldsByName, undeclared } = type.schema;
      const field = name === undeclared?.name ? undeclared : fieldsByName.get(name);
      if (!field || !isObject(value) || !isObject(stored)) return false;
      // Its entries are stored beside the fields.
      const below = field === undeclared ? stored : ownValue(stored, field.key);
      return isUnchangedAt(field.type, value[name], below, rest);
    }
    case 'array':
      return isElementUnchanged(type.of, value, stored, Number(name), rest);
    case 'map':
      return isWholeMap(value) && isEntryUnchanged(type.of, value.get(name), stored, name, rest);
    default:
      if (Array.isArray(value)) return isElementUnchanged(type, value, stored, Number(name), rest);
      return isPlainObject(value) && isEntryUnchanged(type, ownValue(value, name), stored, name, rest);
  }
}

function isElementUnchanged(
  of: FieldType,
  value: unknown,
  stored: unknown,
  index: number,
  rest: readonly Segment[],
): boolean {
  return (
    Array.isArray(value) &&
    Array.isArray(stored) &&
    index < Math.min(value.length, stored.length) &&
    isUnchangedAt(of, value[index], stored[index], rest)
  );
}

function isEntryUnchanged(
  of: FieldType,
  entry: unknown,
  stored: unknown,
  key: string,
  rest: readonly Segment[],
): boolean {
  return isObject(stored) && Object.hasOwn(stored, key) && isUnchangedAt(of, entry, stored[key], rest);
}

/** Walks no further than what is stored, which is no circle, whatever the value is. */
function isAsStored(type: FieldType, value: unknown, stored: unknown): boolean {
  if (value === null || value === undefined) return value === stored;
  switch (type.kind) {
    case 'any':
      return isEqual(value, stored);
    case 'array':
      return (
        Array.isArray(value) &&
        Array.isArray(stored) &&
        value.length === stored.length &&
        stored.every((each, index) => isAsStored(type.of, value[index], each))
      );
    case 'map':
      return (
        isWholeMap(value) &&
        isObject(stored) &&
        value.size === Object.keys(stored).length &&
        Object.entries(stored).every(([key, each]) => isAsStored(type.of, value.get(key), each))
      );
    case 'embedded':
      return (
        isObject(value) &&
        isObject(stored) &&
        type.schema.fields.every(({ name, key, type: of }) =>
          isAsStored(of, value[name], ownValue(stored, key)),
        )
      );
    default:
      return isEqual(value, stored);
  }
}
