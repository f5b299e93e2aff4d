import { findRecord, lineage } from '../../schema/declare/class-record.js';
import type { DocumentClass } from '../../schema/declare/class-record.js';
import type { DocumentSchema, EmbeddedType } from '../../schema/document-schema.js';
import { isDeclaredKey, isShownKey } from '../../schema/build/undeclared-field.js';
import { isEqual } from '../../value/equality/is-equal.js';
import { isObject, ownValue } from '../../value/own-value.js';
import { isPlainObject } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import { mismatch } from '../kind.js';
import type { Kind, PartViewer } from '../kind.js';
import { isStoredObject } from '../stored-object.js';
import { anyType } from './any.js';

/** Embedded documents. Code that walks documents enters their fields by the schema. */
export const embeddedKind: Kind<EmbeddedType> = Object.freeze<Kind<EmbeddedType>>({
  keyOrder: 'none',
  elementType: () => undefined,
  entryType: () => undefined,
  accepts: (value, { schema }) => isEmbedded(schema, value),
  convert: (value) => value,
  fromJson: (value) => value,
  check: (value: object, { schema }, parts) => {
    parts.fields(schema, value);
  },
  childAt: (value, name) => (isObject(value) ? value[name] : undefined),
  everyChild: (value, { schema }, test) =>
    !isObject(value) || schema.fields.every(({ name, type }) => test(type, value[name], name)),
  mapChildren: (value) => value,
  encode: (value: object, { schema }, parts) => parts.fields(schema, value),
  decode: (stored, { schema }, parts) => (isStoredObject(stored) ? parts.fields(schema, stored) : mismatch),
  mapStored: (stored) => stored,
  isSame: (stored, after, { schema }, isSamePart) => {
    if (!isPlainObject(stored) || !isPlainObject(after)) return isEqual(stored, after);
    const keys = Object.keys(after);
    const isSameKey = (key: string): boolean =>
      Object.hasOwn(stored, key) &&
      isSamePart(schema.fieldsByKey.get(key)?.type ?? anyType, stored[key], after[key]);
    return keys.length === Object.keys(stored).length && keys.every(isSameKey);
  },
  isStoredAs: (value, stored, { schema }, isPartStoredAs) =>
    isObject(value) &&
    isObject(stored) &&
    schema.fields.every(({ name, key, type }) => isPartStoredAs(type, value[name], ownValue(stored, key))),
  show: (stored, { schema }, parts) =>
    Object.freeze(Object.fromEntries(shownFields(schema, stored as Plain, parts))),
});

/**
 * Whether a value can be an embedded document of a class: an instance, also of an undecorated subclass, or a plain object with the same
 * fields. Fields that a decorated subclass declares would be lost without notice.
 */
function isEmbedded(schema: DocumentSchema, value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (isPlainObject(value)) return true;
  if (Object.getPrototypeOf(value) === schema.documentClass.prototype) return true;
  if (!(value instanceof schema.documentClass)) return false;
  const nearest = lineage((Object.getPrototypeOf(value) as object).constructor as DocumentClass).find(
    (each) => findRecord(each)?.document,
  );
  return nearest === undefined || nearest === schema.documentClass;
}

function shownFields(schema: DocumentSchema, stored: Plain, parts: PartViewer): [string, unknown][] {
  const named = schema.fields
    .filter(({ key }) => Object.hasOwn(stored, key))
    .map(({ name, key, type }): [string, unknown] => [name, parts.value(type, stored[key])]);
  if (!schema.undeclared) return named;
  const shown = Object.keys(stored).filter((key) => !isDeclaredKey(schema, key) && isShownKey(key));
  const values = Object.fromEntries(shown.map((key) => [key, parts.value(anyType, stored[key])]));
  return [...named, [schema.undeclared.name, Object.freeze(values)]];
}
