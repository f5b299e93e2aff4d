import { assertSize } from '../../driver/command/document-size.js';
import type { UpdateResult } from '../../lifecycle/update-result.js';
import { unset } from '../../update/field/unset.js';
import type { Plain } from '../../value/plain-object.js';
import { restrict } from '../concrete-schema.js';
import type { Condition } from '../concrete-schema.js';
import { Operation } from '../operation.js';
import type { RestoreManyOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { neededField } from '../role/field-role-missing-error.js';
import { UpdateAnnouncement } from '../update/update-announcement.js';
import { assertKept } from '../update/assert-kept.js';
import { selectedBy } from '../update/update-request.js';
import { narrowed } from '../write/loaded-filter.js';

/** Removes the time of deletion from the soft-deleted documents that match. @returns how many were restored */
export async function restoreMany(
  repository: RepositoryContext,
  given: object,
  options: RestoreManyOptions,
): Promise<number> {
  const selected = selectedBy(repository, 'restoreMany', given, options);
  const field = neededField(repository.schema, 'deletedAt', 'restoreMany');
  const operation = new Operation(repository, 'restoreMany', options);
  try {
    const changes = { [field.name]: unset() };
    const restoring = new UpdateAnnouncement(operation, selected, changes, true, 'restore');
    const filter = narrowed(selected.condition.filter, { [field.key]: { $ne: null } });
    const condition = await restoring.conditionFor({ filter, withDeleted: true });
    const { update } = await restoring.compiled(false);
    assertKept(repository.schema, update, '$unset', { [field.key]: true });
    const result = await updateStored(operation, condition, update as Plain);
    await restoring.applied(result);
    return result.matchedCount;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}

/** @throws DocumentTooLargeError, and what `OperationCommands.write` throws */
async function updateStored(
  operation: Operation,
  condition: Condition,
  update: Plain,
): Promise<UpdateResult> {
  const { repository, session } = operation;
  assertSize(repository.schema.name, update);
  const filter = restrict(repository, condition);
  const { matchedCount, modifiedCount } = await operation.commands.write(
    () => repository.collection.updateMany(filter, update, { session }),
    'writeMany',
  );
  return Object.freeze({ matchedCount, modifiedCount });
}
