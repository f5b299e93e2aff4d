import { encodeValue } from '../codec/encode.js';
import type { UndeclaredKeys } from '../codec/undeclared-keys.js';
import type { DocumentSchema, FieldSchema, RootSchema } from '../schema/document-schema.js';
import { ownValue } from '../schema/own-value.js';
import { isPlainObject, newPlain } from '../schema/plain-object.js';
import { isDifferent } from '../state/difference.js';
import type { Difference } from '../state/difference.js';
import { valuesOf } from '../state/snapshot.js';
import type { Snapshot, SnapshotValues, Stored } from '../state/snapshot.js';
import { ValidationError } from '../validation/validation-error.js';
import { isMisfit, newIssue } from '../validation/validation-issue.js';
import type { ValidationIssue } from '../validation/validation-issue.js';
import { withEmbedded } from '../schema/with-embedded.js';

/** The fields of a class that are immutable or hold embedded documents with such fields; they follow from its schema. */
const trackedFields = new WeakMap<DocumentSchema, readonly FieldSchema[]>();

const none: readonly string[] = Object.freeze([]);

/** A document, or what it was encoded to, or a part of either. */
type Container = Readonly<Record<string, unknown>>;

/** How the values of a container are read. */
interface Reading {
  value(container: Container, field: FieldSchema): unknown;
  encode(field: FieldSchema, value: unknown): unknown;
}

const encoded: Reading = { value: (container, { key }) => container[key], encode: (_field, value) => value };

/**
 * What is immutable, and is changed by a document that is stored.
 * @param known issues that were found before; what is of a wrong type cannot be compared and is refused anyway
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
  return find(schema, document as Container, trackedValues(schema, snapshot), '', reading, misfits);
}

/** Looks at what is immutable in a document of which nothing else is wrong, before others are told that it is valid. @throws ValidationError */
export function assertUnchanged(
  schema: RootSchema,
  document: object,
  snapshot: Snapshot,
  undeclared: UndeclaredKeys,
): void {
  if (isCertainlyUnchanged(schema, document, snapshot, undeclared)) return;
  const issues = findChangedImmutables(schema, document, snapshot, undeclared, []);
  if (issues.length > 0) throw new ValidationError(schema.name, issues);
}

/** Told without reading anything, of a document whose fields have values of their types. */
function isCertainlyUnchanged(
  schema: RootSchema,
  document: object,
  snapshot: Snapshot,
  undeclared: UndeclaredKeys,
): boolean {
  if (!snapshot.fieldsInDoubt) return false;
  const tracked = trackedFieldsOf(schema);
  const after = newPlain();
  for (const { name, key, type } of tracked)
    after[key] = encodeValue(type, (document as Container)[name], undeclared);
  return snapshot.fieldsInDoubt(tracked, after).length === 0;
}

/**
 * Looks at what is immutable when it is known what differs, and receivers can change nothing any more.
 * @param changed all that differs from the snapshot
 * @throws ValidationError
 */
export function assertImmutables(
  schema: RootSchema,
  stored: Stored,
  snapshot: Snapshot,
  changed: readonly Difference[],
): void {
  const tracked = trackedFieldsOf(schema);
  if (!changed.some(({ keys: [key] }) => tracked.some((field) => field.key === key))) return;
  const issues = find(schema, stored, trackedValues(schema, snapshot), '', encoded, none);
  if (issues.length > 0) throw new ValidationError(schema.name, issues);
}

/** Goes into embedded documents that were stored; in others nothing could have changed. */
function find(
  schema: DocumentSchema,
  container: Container,
  { stored, unchanged }: SnapshotValues,
  prefix: string,
  reading: Reading,
  misfits: readonly string[],
): ValidationIssue[] {
  const found: ValidationIssue[] = [];
  for (const field of trackedFieldsOf(schema)) {
    const { name, key, type, immutable } = field;
    const path = `${prefix}${name}`;
    const before = { stored: ownValue(stored, key), unchanged: ownValue(unchanged, key) };
    const value = reading.value(container, field);
    if (!immutable) {
      if (type.kind !== 'embedded' || !isPlainObject(before.stored) || misfits.includes(path)) continue;
      const snapshot = {
        stored: before.stored,
        unchanged: isPlainObject(before.unchanged) ? before.unchanged : {},
      };
      found.push(...find(type.schema, (value ?? {}) as Container, snapshot, `${path}.`, reading, misfits));
    } else if (!misfits.some((misfit) => misfit === path || misfit.startsWith(`${path}.`))) {
      const isChanged = isDifferent(type, before.stored, before.unchanged, reading.encode(field, value));
      if (isChanged) found.push(newIssue(path, 'immutable', refusal(prefix, field)));
    }
  }
  return found;
}

function trackedValues(schema: RootSchema, snapshot: Snapshot): SnapshotValues {
  return valuesOf(
    snapshot,
    trackedFieldsOf(schema).map(({ key }) => key),
  );
}

function trackedFieldsOf(schema: DocumentSchema): readonly FieldSchema[] {
  let tracked = trackedFields.get(schema);
  if (!tracked)
    trackedFields.set(
      schema,
      (tracked = schema.fields.filter(
        ({ immutable, type }) => immutable || (type.kind === 'embedded' && holdsImmutables(type.schema)),
      )),
    );
  return tracked;
}

function holdsImmutables(schema: DocumentSchema): boolean {
  return [...withEmbedded(schema)].some(({ fields }) => fields.some(({ immutable }) => immutable));
}

function refusal(prefix: string, { key }: FieldSchema): string {
  return prefix === '' && key === '_id'
    ? 'is the id and cannot change once it is stored'
    : 'cannot change once it is stored';
}
