import type { FieldSchema, FieldType } from '../../schema/document-schema.js';
import { isObject } from '../../value/own-value.js';

type Visit = (value: unknown) => void;

/** The embedded documents at the end of some fields; lists and maps on the way are entered. Absent ones are left out. */
export function holdersOf(parents: readonly object[], fields: readonly FieldSchema[]): readonly object[] {
  return fields.reduce<readonly object[]>((holders, { name, type }) => {
    const held: object[] = [];
    for (const holder of holders)
      visitEach(type, (holder as Record<string, unknown>)[name], (value) => {
        if (isObject(value)) held.push(value);
      });
    return held;
  }, parents);
}

/** Visits the single values of a field, those in lists and maps at any depth. Absent ones are left out. */
export function visitEach(type: FieldType, value: unknown, visit: Visit): void {
  if (value === undefined || value === null) return;
  if (type.kind === 'array') {
    if (Array.isArray(value)) for (const element of value) visitEach(type.of, element, visit);
  } else if (type.kind === 'map') {
    for (const [, entry] of entriesOf(value)) visitEach(type.of, entry, visit);
  } else visit(value);
}

/**
 * Replaces each single value of a field: in a list or map those that become null are left out.
 * @returns null for a single absent value, an empty list or map for an absent one
 */
export function replaced(type: FieldType, value: unknown, replace: (value: unknown) => unknown): unknown {
  if (type.kind === 'array')
    return Array.isArray(value)
      ? value.map((each) => replaced(type.of, each, replace)).filter((each) => each !== null)
      : [];
  if (type.kind !== 'map') return value === undefined || value === null ? null : replace(value);
  const entries = entriesOf(value)
    .map(([key, each]): [string, unknown] => [key, replaced(type.of, each, replace)])
    .filter(([, each]) => each !== null);
  return isObject(value) && !(value instanceof Map) ? Object.fromEntries(entries) : new Map(entries);
}

/** The entries of a map, which is an object in plain documents. */
function entriesOf(value: unknown): [string, unknown][] {
  if (value instanceof Map) return [...(value as Map<string, unknown>)];
  return isObject(value) ? Object.entries(value) : [];
}
