import { isObject } from './own-value.js';

/** The fields of a collation, with the types that the server takes. */
const collationFields: Readonly<Record<string, string>> = Object.freeze({
  ...{ locale: 'string', strength: 'number', caseLevel: 'boolean', caseFirst: 'string' },
  ...{ numericOrdering: 'boolean', alternate: 'string', maxVariable: 'string', backwards: 'boolean' },
  normalization: 'boolean',
});

/** Whether a value is a collation: a locale, and known fields of their types. */
export function isCollation(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['locale'] === 'string' &&
    Object.entries(value).every(
      ([name, each]) => Object.hasOwn(collationFields, name) && typeof each === collationFields[name],
    )
  );
}
