import { encodeValue } from '../../codec/encode.js';
import type { UndeclaredKeys } from '../../codec/undeclared-keys.js';
import type { DocumentSchema, FieldSchema, RootSchema } from '../../schema/document-schema.js';
import { isPlainObject } from '../../value/plain-object.js';
import { inside, storedUnder } from '../../state/change/as-stored.js';
import { isDifferent } from '../../state/change/difference.js';
import type { Difference } from '../../state/change/difference.js';
import type { Snapshot, SnapshotValues, Stored } from '../../state/snapshot/snapshot.js';
import { isMisfit, newIssue } from '../../validation/validation-issue.js';
import type { ValidationIssue } from '../../validation/validation-issue.js';
import { embeddedSchema } from '../../schema/type-contents.js';
import { withEmbedded } from '../../schema/with-embedded.js';

/** The fields of a class that are immutable or hold embedded documents with such fields, by schema. */
const trackedFields = new WeakMap<DocumentSchema, readonly FieldSchema[]>();

const none: readonly string[] = Object.freeze([]);

/** A document, its encoded form, or a part of either. */
type Container = Readonly<Record<string, unknown>>;

/** Reads the values of a container. */
interface Reading {
  value(container: Container, field: FieldSchema): unknown;
  encode(field: FieldSchema, value: unknown): unknown;
}

const encoded: Reading = { value: (container, { key }) => container[key], encode: (_field, value) => value };

/**
 * Finds immutable fields that a stored document changes.
 * @param known issues found before; values of a wrong type cannot be compared and are refused anyway
 */
export function findChangedImmutables(
  schema: RootSchema,
  document: object,
  snapshot: Snapshot,
  undeclared: UndeclaredKeys,
  known: readonly ValidationIssue[],
): ValidationIssue[] {
  const reading: Reading = {
    value: (container, { name }) => container[name],
    encode: ({ type }, value) => encodeValue(type, value, undeclared),
  };
  const misfits = known.filter(isMisfit).map(({ path }) => path);
  return find(schema, document as Container, trackedValues(schema, snapshot), [], reading, misfits);
}

/**
 * Finds immutable fields that a document to be written changes.
 * @param changed all differences from the snapshot
 */
export function findImmutables(
  schema: RootSchema,
  stored: Stored,
  snapshot: Snapshot,
  changed: readonly Difference[],
): readonly ValidationIssue[] {
  const tracked = trackedFieldsOf(schema);
  if (!changed.some(({ keys: [key] }) => tracked.some((field) => field.key === key))) return [];
  return find(schema, stored, trackedValues(schema, snapshot), [], encoded, none);
}

/** Searches embedded documents that were stored; in others nothing can have changed. */
function find(
  schema: DocumentSchema,
  container: Container,
  { stored, baseline }: SnapshotValues,
  holder: readonly string[],
  reading: Reading,
  misfits: readonly string[],
): ValidationIssue[] {
  const found: ValidationIssue[] = [];
  for (const field of trackedFieldsOf(schema)) {
    const { name, key, type, immutable } = field;
    const way = [...holder, name];
    const path = way.join('.');
    const before = storedUnder({ stored, baseline }, key);
    const value = reading.value(container, field);
    if (!immutable) {
      const held = embeddedSchema(type);
      if (!held || !isPlainObject(before.stored) || misfits.includes(path)) continue;
      const snapshot = inside(before) as SnapshotValues;
      for (const issue of find(held, (value ?? {}) as Container, snapshot, way, reading, misfits))
        found.push(issue);
    } else if (!misfits.some((misfit) => misfit === path || misfit.startsWith(`${path}.`))) {
      const isChanged = isDifferent(type, before.stored, before.baseline, reading.encode(field, value));
      if (isChanged) found.push(newIssue(path, 'immutable', refusal(holder, field), way));
    }
  }
  return found;
}

function trackedValues(schema: RootSchema, snapshot: Snapshot): SnapshotValues {
  return snapshot.read(trackedFieldsOf(schema).map(({ key }) => key));
}

function trackedFieldsOf(schema: DocumentSchema): readonly FieldSchema[] {
  let tracked = trackedFields.get(schema);
  if (!tracked)
    trackedFields.set(
      schema,
      (tracked = schema.fields.filter(
        ({ immutable, type }) => immutable || holdsImmutables(embeddedSchema(type)),
      )),
    );
  return tracked;
}

function holdsImmutables(schema: DocumentSchema | undefined): boolean {
  return (
    schema !== undefined &&
    [...withEmbedded(schema)].some(({ fields }) => fields.some(({ immutable }) => immutable))
  );
}

function refusal(holder: readonly string[], { key }: FieldSchema): string {
  return holder.length === 0 && key === '_id'
    ? 'is the id and cannot change once it is stored'
    : 'cannot change once it is stored';
}
