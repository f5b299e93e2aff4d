import type { RootSchema } from '../schema/document-schema.js';
import { isEmptyPlain } from '../value/plain-object.js';
import type { CompiledUpdate } from './compiled-update.js';
import { setOnInsert } from './field/set-on-insert.js';
import type { InsertedPart } from './insert/inserted-part.js';
import { UpdateCompiler } from './update-compiler.js';
import { compileRaw } from './raw-update.js';
import type { ClosedUpdate } from './update-draft.js';
import { InvalidUpdateError } from './update-errors.js';
import { UpdateParts } from './update-parts.js';
import type { UpdateCompiling } from './update-parts.js';

/** The part that only an insert gets, by path of field names and by stored key, and the issues of a document that is stored as a whole. */
export type Inserted = Pick<InsertedPart, 'values' | 'hidden' | 'issues'>;

/**
 * Compiles an update for the server. Everything is checked before anything is sent: paths, values, constraints, operators, conflicts.
 * @param inserted for an upsert
 * @throws ValidationError with all issues, InvalidUpdateError, InvalidFilterError for a condition on elements, and what validators throw
 */
export async function compileUpdate(
  schema: RootSchema,
  { changes, own, raw }: ClosedUpdate,
  options: UpdateCompiling,
  inserted?: Inserted,
): Promise<CompiledUpdate> {
  const parts = new UpdateParts(schema, options);
  const compiler = new UpdateCompiler(schema, parts);
  compiler.paths(changes);
  const isEmpty = raw === undefined && isEmptyPlain(parts.operators);
  for (const [path, change] of own) compiler.ownPath(path, change);
  if (inserted) addInserted(inserted, parts, compiler);
  if (parts.isWaiting) await parts.answered();
  parts.assertValid();
  if (isEmpty)
    throw new InvalidUpdateError(
      schema.name,
      'Nothing is left of it, so it changes nothing',
      'Check whether there is something to change before',
    );
  const { operators, arrayFilters } = parts;
  return { update: raw === undefined ? operators : compileRaw(schema, raw, operators), arrayFilters };
}

/** Adds what only an insert gets. A repeated issue, as of a required field that the update sets to null, was reported already. */
function addInserted(
  { values, issues, hidden }: Inserted,
  parts: UpdateParts,
  compiler: UpdateCompiler,
): void {
  for (const [path, value] of values) compiler.ownPath(path, setOnInsert(value));
  for (const { segments, code, message } of issues) compiler.issue(segments, code, message);
  for (const [key, value] of Object.entries(hidden)) parts.add('$setOnInsert', key, value);
}
