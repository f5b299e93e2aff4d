import type { UpdateResult } from '../../lifecycle/update-result.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import type { Plain } from '../../value/plain-object.js';
import type { Operation } from '../operation.js';
import { concernsKeys, isTouching, noteForParents } from './derived-data.js';
import type { FamilyDerived } from './derived-data.js';
import { ownSchema, readDistinctReferences } from './stored-references.js';
import { updateEach, updateFirst } from './update-each.js';

/** An update of the documents that match, or of one of them, in the server's form. */
export interface NotedUpdate {
  readonly filter: Plain;
  readonly compiled: CompiledUpdate;
  readonly many: boolean;
}

/** Whether an update needs to know which documents refer to others. */
export function isNoted(operation: Operation, derived: FamilyDerived, { update }: CompiledUpdate): boolean {
  return concernsKeys(derived.keys, update) || (derived.touches && isTouching(operation));
}

/**
 * Updates documents and notes the ones that they refer to: one by one if references change, else by one command after a question which
 * documents they refer to.
 * @param send sends the update as one command
 */
export async function updateNoted(
  operation: Operation,
  derived: FamilyDerived,
  { filter, compiled, many }: NotedUpdate,
  send: () => Promise<UpdateResult>,
): Promise<UpdateResult> {
  if (!isNoted(operation, derived, compiled)) return send();
  if (!many) return counted((await updateFirst(operation, derived, filter, compiled)) ? 1 : 0);
  if (concernsKeys(derived.keys, compiled.update))
    return counted(await updateEach(operation, derived, filter, compiled));
  const touched = await readDistinctReferences(operation, derived.keys, filter);
  const result = await send();
  if (result.modifiedCount > 0)
    for (const each of touched) noteForParents(operation, ownSchema(operation.repository, each), each, each);
  return result;
}

/** The server does not say whether a document is different. */
function counted(count: number): UpdateResult {
  return Object.freeze({ matchedCount: count, modifiedCount: count });
}
