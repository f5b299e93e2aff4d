import { unset } from '../../update/field/unset.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { assertKept } from '../update/assert-kept.js';
import { UpdateAnnouncement } from '../update/update-announcement.js';
import { updateStored } from '../update/update-stored.js';
import { narrowed } from '../write/loaded-filter.js';
import { Lease } from './lease.js';
import type { ReleaseOptions } from './lease-options.js';
import { LeasedDocument } from './leased-document.js';

/** Ends a lease, if nobody else has claimed the document since. @returns whether it ended one */
export async function release(
  repository: RepositoryContext,
  given: unknown,
  options: ReleaseOptions,
): Promise<boolean> {
  const { schema } = repository;
  const leased = new LeasedDocument(repository, 'release', given, options);
  const lease = new Lease(schema, 'release', options.by);
  const operation = new Operation(repository, 'release', options);
  try {
    const names = Object.keys(lease.values());
    leased.lock(operation, names);
    const { selected } = leased;
    const changes = Object.fromEntries(names.map((name) => [name, unset()]));
    const releasing = new UpdateAnnouncement(operation, selected, changes, false);
    const compiled = await releasing.compiled(false);
    assertKept(schema, compiled.update, '$unset', lease.removal);
    const filter = narrowed(selected.condition.filter, lease.isOfHolder);
    const result = await updateStored(operation, { filter }, compiled, false);
    if (result.matchedCount === 1) leased.write(lease.values());
    await releasing.applied(result);
    return result.matchedCount === 1;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}
