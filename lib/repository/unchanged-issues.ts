import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { isObject, ownValue } from '../schema/own-value.js';
import { isWholeMap } from '../schema/plain-object.js';
import { isEqual } from '../state/is-equal.js';
import type { Snapshot } from '../state/snapshot.js';
import type { ValidationIssue } from '../validation/validation-issue.js';

/**
 * The issues but for those about untyped values that are as they are stored. Others may have stored there what would be refused
 * today, as a key with $ or values nested deeper: that is not written again, and is no reason to refuse the change of another field.
 */
export function withoutUnchanged(
  schema: DocumentSchema,
  document: object,
  issues: readonly ValidationIssue[],
  snapshot: Snapshot,
): ValidationIssue[] {
  return issues.filter(
    ({ path, code }) =>
      code !== 'type' || !isUnchangedAt({ kind: 'embedded', schema }, document, snapshot.stored, path),
  );
}

/** Whether what a path of field names leads to is as it is stored, in the same place. */
function isUnchangedAt(type: FieldType, value: unknown, stored: unknown, path: string): boolean {
  if (path === '') return isAsStored(type, value, stored);
  const [name = ''] = path.split('.', 1);
  switch (type.kind) {
    case 'embedded': {
      const { fieldsByName, undeclared } = type.schema;
      const field = name === undeclared?.name ? undeclared : fieldsByName.get(name);
      if (!field || !isObject(value) || !isObject(stored)) return false;
      // Its entries are stored beside the fields.
      if (field === undeclared)
        return isUnchangedAt(field.type, value[name], stored, path.slice(name.length + 1));
      return isUnchangedAt(field.type, value[name], ownValue(stored, field.key), path.slice(name.length + 1));
    }
    case 'array':
      return (
        Array.isArray(value) &&
        Array.isArray(stored) &&
        value.length === stored.length &&
        isUnchangedAt(type.of, value[Number(name)], stored[Number(name)], path.slice(name.length + 1))
      );
    case 'map':
      // Keys may have dots.
      return (
        isWholeMap(value) &&
        isObject(stored) &&
        Object.keys(stored).some(
          (key) =>
            `${path}.`.startsWith(`${key}.`) &&
            isUnchangedAt(type.of, value.get(key), stored[key], path.slice(key.length + 1)),
        )
      );
    default:
      return isEqual(value, stored);
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
