import { isDate, isUint8Array } from 'node:util/types';
import { unwrapped } from '../../value/bson-tag.js';
import type { FieldType } from '../../schema/document-schema.js';
import { isPlainObject } from '../../value/plain-object.js';
import { isDeclaredKey, isShownKey } from '../../schema/undeclared-field.js';
import { ChangeSet } from './change-set.js';
import type { Difference } from './difference.js';
import type { Stored } from '../snapshot/snapshot.js';

/** How values of no declared type are shown: as they are loaded, or as they were given. */
type Untyped = (value: unknown) => unknown;

/** Differences as receivers see them: by field name, and with copies of the values. Found when somebody looks at them. */
export function toChangeSet(find: () => readonly Difference[]): ChangeSet {
  return new ChangeSet(() =>
    find().map(({ names, type, before, given }) => ({
      path: names.join('.'),
      before: byName(type, before, unwrapped),
      after: byName(type, given, asItIs),
    })),
  );
}

const asItIs: Untyped = (value) => value;

function byName(type: FieldType, stored: unknown, untyped: Untyped): unknown {
  if (Array.isArray(stored)) {
    const of = type.kind === 'array' ? type.of : type;
    return Object.freeze(stored.map((element) => byName(of, element, untyped)));
  }
  if (isDate(stored)) return new Date(stored);
  if (isUint8Array(stored)) return Buffer.from(stored);
  if (!isPlainObject(stored)) return type.kind === 'any' ? untyped(stored) : scalarAsDeclared(type, stored);
  return Object.freeze(
    Object.fromEntries(
      type.kind === 'embedded' ? namedFields(type, stored, untyped) : entries(type, stored, untyped),
    ),
  );
}

/** As the document holds it: numbers without the wrapper, and of the kind, that they are stored in; a Buffer for its Binary. */
function scalarAsDeclared({ kind }: FieldType, stored: unknown): unknown {
  const value = unwrapped(stored);
  if (kind === 'bigint' && typeof value === 'number') return BigInt(value);
  if ((kind === 'number' || kind === 'double') && typeof value === 'bigint') return Number(value);
  if (kind === 'buffer' && value) return Buffer.from((value as { value(): Uint8Array }).value());
  return value;
}

function namedFields(
  type: FieldType & { kind: 'embedded' },
  stored: Stored,
  untyped: Untyped,
): [string, unknown][] {
  const { schema } = type;
  const named = schema.fields
    .filter((field) => Object.hasOwn(stored, field.key))
    .map((field): [string, unknown] => [field.name, byName(field.type, stored[field.key], untyped)]);
  if (!schema.undeclared) return named;
  const shown = Object.keys(stored).filter((key) => !isDeclaredKey(schema, key) && isShownKey(key));
  const values = Object.fromEntries(shown.map((key) => [key, byName({ kind: 'any' }, stored[key], untyped)]));
  return [...named, [schema.undeclared.name, Object.freeze(values)]];
}

function entries(type: FieldType, stored: Stored, untyped: Untyped): [string, unknown][] {
  const of = type.kind === 'map' ? type.of : type;
  return Object.entries(stored).map(([key, value]) => [key, byName(of, value, untyped)]);
}
