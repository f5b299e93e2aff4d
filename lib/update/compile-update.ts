import type { RootSchema } from '../schema/document-schema.js';
import { isEmptyPlain } from '../value/plain-object.js';
import type { CompiledUpdate } from './compiled-update.js';
import { UpdateCompiler } from './update-compiler.js';
import { compileRaw } from './raw-update.js';
import type { ClosedUpdate } from './update-draft.js';
import { InvalidUpdateError } from './update-errors.js';
import { UpdateParts } from './update-parts.js';
import type { UpdateCompiling } from './update-parts.js';

/**
 * Compiles an update for the server. Everything is checked before anything is sent: paths, values, constraints, operators, conflicts.
 * @throws ValidationError with all issues, InvalidUpdateError, InvalidFilterError for a condition on elements, and what validators throw
 */
export async function compileUpdate(
  schema: RootSchema,
  { changes, own, raw }: ClosedUpdate,
  options: UpdateCompiling,
): Promise<CompiledUpdate> {
  const parts = new UpdateParts(schema, options);
  const compiler = new UpdateCompiler(schema, parts);
  compiler.paths(changes);
  const isEmpty = raw === undefined && isEmptyPlain(parts.operators);
  for (const [path, change] of own) compiler.ownPath(path, change);
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
