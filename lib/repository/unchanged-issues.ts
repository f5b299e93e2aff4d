import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { isObject, ownValue } from '../schema/own-value.js';
import { isPlainObject, isWholeMap } from '../schema/plain-object.js';
import { isEqual } from '../state/is-equal.js';
import type { Snapshot } from '../state/snapshot.js';
import type { ValidationIssue } from '../validation/validation-issue.js';

/**
 * The issues but for those about values that are as they are stored, in the same place. Others may have stored there what would be refused
 * today, as a key with $ or values nested deeper: that is no reason to refuse the change of anything else.
 */
export function withoutUnchanged(
  schema: DocumentSchema,
  document: object,
  issues: readonly ValidationIssue[],
  snapshot: Snapshot,
): ValidationIssue[] {
  // One place may be wrong in many ways.
  const known = new Map<string, boolean>();
  return issues.filter(({ path, code }) => {
    if (code !== 'type') return true;
    let isUnchanged = known.get(path);
    if (isUnchanged === undefined) {
      isUnchanged = isUnchangedAt({ kind: 'embedded', schema }, document, snapshot.stored, path);
      known.set(path, isUnchanged);
    }
    return !isUnchanged;
  });
}

/** Whether what a path of field names leads to is as it is stored. */
function isUnchangedAt(type: FieldType, value: unknown, stored: unknown, path: string): boolean {
  if (path === '') return isAsStored(type, value, stored);
  const [name = ''] = path.split('.', 1);
  const rest = path.slice(name.length + 1);
  switch (type.kind) {
    case 'embedded': {
      const { fieldsByName, undeclared } = type.schema;
      const field = name === undeclared?.name ? undeclared : fieldsByName.get(name);
      if (!field || !isObject(value) || !isObject(stored)) return false;
      // Its entries are stored beside the fields.
      return isUnchangedAt(
        field.type,
        value[name],
        field === undeclared ? stored : ownValue(stored, field.key),
        rest,
      );
    }
    case 'array':
      return isElementUnchanged(type.of, value, stored, Number(name), rest);
    case 'map':
      return isWholeMap(value) && isEntryUnchanged(type.of, (key) => value.get(key), stored, path);
    default:
      if (Array.isArray(value)) return isElementUnchanged(type, value, stored, Number(name), rest);
      return isPlainObject(value) && isEntryUnchanged(type, (key) => ownValue(value, key), stored, path);
  }
}

function isElementUnchanged(
  of: FieldType,
  value: unknown,
  stored: unknown,
  index: number,
  rest: string,
): boolean {
  return (
    Array.isArray(value) &&
    Array.isArray(stored) &&
    index < Math.min(value.length, stored.length) &&
    isUnchangedAt(of, value[index], stored[index], rest)
  );
}

/** Keys may have dots: any beginning of the path may be one. */
function isEntryUnchanged(
  of: FieldType,
  entry: (key: string) => unknown,
  stored: unknown,
  path: string,
): boolean {
  if (!isObject(stored)) return false;
  for (let end = path.indexOf('.'); ; end = path.indexOf('.', end + 1)) {
    const key = end === -1 ? path : path.slice(0, end);
    if (Object.hasOwn(stored, key) && isUnchangedAt(of, entry(key), stored[key], path.slice(key.length + 1)))
      return true;
    if (end === -1) return false;
  }
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
