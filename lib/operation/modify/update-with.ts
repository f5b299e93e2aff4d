import { encodeValue } from '../../codec/encode.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import type { ClosedUpdate } from '../../update/update-draft.js';
import { InvalidUpdateError } from '../../update/update-errors.js';
import { fieldWithRole } from '../../schema/build/role-fields.js';
import type { RootSchema } from '../../schema/document-schema.js';
import type { Snapshot } from '../../state/snapshot/snapshot.js';
import { ValidationError } from '../../validation/validation-error.js';
import { newIssue } from '../../validation/validation-issue.js';
import type { Plain } from '../../value/plain-object.js';
import { writtenTimes } from '../role/written-times.js';
import { writtenUsers } from '../role/written-users.js';
import type { Operation } from '../operation.js';
import type { Draft } from '../write/draft.js';
import { filterIfUnchanged } from '../write/loaded-filter.js';
import { updateOf } from '../write/stored-writes.js';
import { hasVersioned, isVersioned } from '../write/versioned-changes.js';

/** The update of a loaded document, in the server's form. */
export interface UpdateWithSteps {
  readonly filter: Plain;
  readonly update: Plain;
  readonly arrayFilters: readonly Plain[] | undefined;
  /** Whether it checks and raises the version. */
  readonly isVersioned: boolean;
}

/**
 * Joins an update with the changes that a document has by now, and with what the library writes at each update.
 * @throws InvalidUpdateError for a pipeline, ValidationError for a path that is changed by both
 */
export function updateWith(
  operation: Operation,
  draft: Draft,
  { sent }: ClosedUpdate,
  { update: compiled, arrayFilters }: CompiledUpdate,
): UpdateWithSteps {
  const { schema, snapshot } = draft.subject;
  if (Array.isArray(compiled))
    throw new InvalidUpdateError(
      schema.name,
      'It is a pipeline, which cannot be joined with the changes of the document',
      'Give it the form of operators, or use updateById',
    );
  const steps = compiled as Plain;
  const versioned =
    hasVersioned(schema, draft.changed) || sent.paths.some((path) => isVersioned(schema, path.split('.')));
  const filter = filterIfUnchanged(schema, snapshot as Snapshot, draft.stored, versioned);
  const ofDocument = updateOf(schema, snapshot as Snapshot, draft.changed, draft.stored).update;
  assertApart(schema, steps, draft);
  const own = ownChanges(operation, schema, steps, draft, versioned);
  return { filter, update: joined([own, ofDocument, steps]), arrayFilters, isVersioned: versioned };
}

/** @throws ValidationError if a path of the update, or one above or below it, has changed in the document */
function assertApart(schema: RootSchema, steps: Plain, { changed }: Draft): void {
  const paths = pathsOf(steps).map((path) => `${path}.`);
  const issues = changed
    .filter(({ keys }) => {
      const path = `${keys.join('.')}.`;
      return paths.some((each) => each.startsWith(path) || path.startsWith(each));
    })
    .map(({ names }) =>
      newIssue(names.join('.'), 'conflict', 'has unsaved changes, and the update changes it too', names),
    );
  if (issues.length > 0) throw new ValidationError(schema.name, issues);
}

/** The version, the time and the user of the update, unless the document has them already or they are switched off. */
function ownChanges(
  operation: Operation,
  schema: RootSchema,
  steps: Plain,
  { changed, subject: { snapshot, memory } }: Draft,
  versioned: boolean,
): Plain {
  const known = new Set([...changed.map(({ keys }) => keys[0]), ...pathsOf(steps)]);
  const values = {
    ...writtenTimes(schema, 'update', operation),
    ...writtenUsers(schema, 'update', operation, memory.undeclared),
  };
  const $set: Plain = {};
  for (const [name, value] of Object.entries(values)) {
    const field = schema.fieldsByName.get(name);
    if (field && !known.has(field.key)) $set[field.key] = encodeValue(field.type, value, memory.undeclared);
  }
  const version = fieldWithRole(schema, 'version');
  if (!version || !versioned || known.has(version.key)) return { $set };
  const [one, loaded] = [
    version.type.kind === 'bigint' ? 1n : 1,
    snapshot?.read([version.key]).stored[version.key],
  ];
  // Null cannot be incremented.
  if (loaded === null) return { $set: { ...$set, [version.key]: one } };
  return { $set, $inc: { [version.key]: one } };
}

function pathsOf(operators: Plain): string[] {
  return Object.entries(operators).flatMap(([operator, operands]) => [
    ...Object.keys(operands as object),
    ...(operator === '$rename' ? Object.values(operands as object).map(String) : []),
  ]);
}

function joined(updates: readonly Readonly<Record<string, unknown>>[]): Plain {
  const all: Plain = {};
  for (const [operator, operands] of updates.flatMap((each) => Object.entries(each)))
    if (Object.keys(operands as object).length > 0)
      all[operator] = { ...(all[operator] as object | undefined), ...(operands as object) };
  return all;
}
