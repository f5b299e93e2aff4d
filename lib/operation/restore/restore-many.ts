import { unset } from '../../update/field/unset.js';
import { Operation } from '../operation.js';
import type { RestoreManyOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { neededField } from '../role/field-role-missing-error.js';
import { UpdateAnnouncement } from '../update/update-announcement.js';
import { assertKept } from '../update/assert-kept.js';
import { selectedBy } from '../update/update-request.js';
import { updateStored } from '../update/update-stored.js';
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
    const compiled = await restoring.compiled(false);
    assertKept(repository.schema, compiled.update, '$unset', { [field.key]: true });
    const result = await updateStored(operation, condition, compiled, true);
    await restoring.applied(result);
    return result.matchedCount;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}
