import { isDate, isUint8Array } from 'node:util/types';
import type { FieldType } from '../schema/field-type.js';
import { isPlainObject } from '../schema/plain-object.js';
import { ChangeSet } from './change-set.js';
import type { Difference } from './difference.js';
import type { Stored } from './snapshot.js';

/** Differences as receivers see them: by field name, and with copies of the values. */
export function toChangeSet(differences: readonly Difference[]): ChangeSet {
  return new ChangeSet(
    differences.map(({ names, type, before, after }) => ({
      path: names.join('.'),
      before: byName(type, before),
      after: byName(type, after),
    })),
  );
}

function byName(type: FieldType, stored: unknown): unknown {
  if (Array.isArray(stored)) {
    const of = type.kind === 'array' ? type.of : type;
    return Object.freeze(stored.map((element) => byName(of, element)));
  }
  if (isDate(stored)) return new Date(stored);
  if (isUint8Array(stored)) return Buffer.from(stored);
  if (!isPlainObject(stored)) return stored;
  return Object.freeze(
    Object.fromEntries(type.kind === 'embedded' ? namedFields(type, stored) : entries(type, stored)),
  );
}

function namedFields(type: FieldType & { kind: 'embedded' }, stored: Stored): [string, unknown][] {
  return type.schema.fields
    .filter((field) => Object.hasOwn(stored, field.key))
    .map((field) => [field.name, byName(field.type, stored[field.key])]);
}

function entries(type: FieldType, stored: Stored): [string, unknown][] {
  const of = type.kind === 'map' ? type.of : type;
  return Object.entries(stored).map(([key, value]) => [key, byName(of, value)]);
}
