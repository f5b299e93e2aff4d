import { isDate } from 'node:util/types';
import { encodeValue } from '../../codec/encode.js';
import type { FieldSchema, RootSchema } from '../../schema/document-schema.js';
import { unwrapped } from '../../value/bson-tag.js';
import type { Plain } from '../../value/plain-object.js';
import { fieldWithRole } from '../../schema/build/role-fields.js';
import { assertSettable, setField } from '../../schema/set-field.js';
import { ValueSnapshot } from '../../state/snapshot/value-snapshot.js';
import { withDifferences } from '../../state/change/with-differences.js';
import { asStored, storedUnder } from '../../state/change/as-stored.js';
import type { Snapshot, Stored } from '../../state/snapshot/snapshot.js';
import type { Write } from '../../state/change/whole-arrays.js';
import { findIssues } from '../../validation/fast/find-issues.js';
import { Issues } from '../../validation/issues.js';
import { ValidationError } from '../../validation/validation-error.js';
import { newIssue } from '../../validation/validation-issue.js';
import { findDerived, noteForParents } from '../derived/derived-data.js';
import { writeAsRead } from '../derived/write-as-read.js';
import { assertKnownFields } from '../write/assert-valid.js';
import { narrowed, filterIfNotDeleted } from '../write/loaded-filter.js';
import { normaliseDocument } from '../write/normalise-document.js';
import type { Operation } from '../operation.js';
import { writtenTimes } from '../role/written-times.js';
import { writtenUsers } from '../role/written-users.js';
import { toUpdate, updateOne } from '../write/stored-writes.js';

type Values = Readonly<Record<string, unknown>>;

/** A document being deleted, and the values written in place of the delete. */
interface DeleteInstead {
  readonly schema: RootSchema;
  readonly document: object;
  readonly snapshot: Snapshot;
  readonly values: Values;
  /** A further condition for the server. */
  readonly filter: Plain | undefined;
}

/**
 * Writes these values into a stored document in place of deleting it. Like a delete, it ignores changes by others: the version is raised
 * and not checked. Counts as an update. The object in memory gets the values once they are stored.
 * @returns the document as it is kept; undefined if it is missing, was soft-deleted before, or does not match `filter`
 * @throws ValidationError, FieldNotWritableError, DuplicateKeyError
 */
export async function updateInsteadOfDelete(
  operation: Operation,
  { schema, document, snapshot, values: given, filter }: DeleteInstead,
): Promise<Snapshot | undefined> {
  const values = { ...valuesOfUpdate(operation, schema, given), ...given };
  normaliseDocument(schema, values, undefined);
  const fields = await checkedValues(operation, schema, values);
  for (const { name } of fields) assertSettable(schema, document, name);
  const writes = fields.map(({ key, type, stored }) => ({
    keys: [key],
    after: asStored(type, storedUnder(snapshot, key), stored),
  }));
  const update = withRaisedVersion(schema, snapshot, writes);
  const condition = narrowed(filterIfNotDeleted(schema, snapshot), filter);
  const send = async (one: Plain): Promise<boolean> =>
    (await updateOne(operation, one, update)).matchedCount === 1;
  const derived = findDerived(operation.repository, schema);
  if (!derived && !(await send(condition))) return undefined;
  if (derived) {
    const before = await writeAsRead(operation, derived, { schema, snapshot, filter: condition }, send);
    if (!before) return undefined;
    noteForParents(operation, schema, before, withDifferences(before, writes));
  }
  for (const { name } of fields) setField(schema, document, name, values[name]);
  return snapshotAfter(schema, snapshot, writes);
}

/** The snapshot of the document as it is kept, unless others have changed it since it was loaded: its version shows that then. */
function snapshotAfter(schema: RootSchema, snapshot: Snapshot, writes: readonly Write[]): Snapshot {
  const version = fieldWithRole(schema, 'version');
  const all = version
    ? [...writes, { keys: [version.key], after: raised(version, snapshot.stored[version.key]) }]
    : writes;
  const { stored, baseline, loaded } = snapshot;
  const next = withDifferences(stored, all);
  return new ValueSnapshot(next, stored === baseline ? next : withDifferences(baseline, all), loaded);
}

function raised({ type }: FieldSchema, stored: unknown): number | bigint {
  const value = unwrapped(stored) ?? 0;
  return type.kind === 'bigint' ? BigInt(value as number) + 1n : Number(value) + 1;
}

/** A value to be written. */
interface Given extends FieldSchema {
  readonly stored: unknown;
}

/** Checks each given field as a save does, and encodes it at once. The version is left to the library. */
async function checkedValues(operation: Operation, schema: RootSchema, values: Values): Promise<Given[]> {
  assertKnownFields(schema, values);
  const given = schema.fields.filter(({ name }) => Object.hasOwn(values, name));
  const loaded = new Set(given.map(({ name }) => name));
  const list = findIssues(schema, values, { loaded, timeout: operation.timeout });
  const { undeclared } = operation.repository.memory;
  const written = list.isEmpty
    ? given
        .filter(({ role }) => role?.kind !== 'version')
        .map((field) => ({ ...field, stored: encodeValue(field.type, values[field.name], undeclared) }))
    : [];
  if (list.answered) await list.answered;
  const issues = new Issues();
  for (const { name, immutable } of given)
    if (immutable) issues.add(newIssue(name, 'immutable', 'cannot change once it is stored', [name]));
  issues.addAll(list.issues);
  if (!issues.isEmpty) throw new ValidationError(schema.name, issues.listed, issues.total);
  return written;
}

/** The values that every update gets, with the time of deletion as its time, if one is written. */
function valuesOfUpdate(operation: Operation, schema: RootSchema, given: Values): Values {
  const deleted = given[fieldWithRole(schema, 'deletedAt')?.name ?? ''];
  const now = isDate(deleted) ? deleted.getTime() : Date.now();
  return {
    ...writtenTimes(schema, 'update', operation, now),
    ...writtenUsers(schema, 'update', operation, operation.repository.memory.undeclared),
  };
}

function withRaisedVersion(schema: RootSchema, snapshot: Snapshot, writes: readonly Write[]): Stored {
  const version = fieldWithRole(schema, 'version');
  // An update command must not be empty; this one changes nothing.
  if (!version && writes.length === 0) return { $set: { _id: snapshot.stored['_id'] } };
  if (!version) return toUpdate(writes);
  // Null cannot be incremented.
  if (snapshot.stored[version.key] === null)
    return toUpdate([...writes, { keys: [version.key], after: version.type.kind === 'bigint' ? 1n : 1 }]);
  return { ...toUpdate(writes), $inc: { [version.key]: version.type.kind === 'bigint' ? 1n : 1 } };
}
