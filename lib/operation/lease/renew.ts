import { Operation } from '../operation.js';
import { StaleDocumentError } from '../operation-errors.js';
import type { RepositoryContext } from '../repository-context.js';
import { assertKept } from '../update/assert-kept.js';
import { UpdateAnnouncement } from '../update/update-announcement.js';
import { updateStored } from '../update/update-stored.js';
import { narrowed } from '../write/loaded-filter.js';
import { Lease } from './lease.js';
import type { RenewOptions } from './lease-options.js';
import { LeasedDocument } from './leased-document.js';

/** Lets a lease last longer, if its holder still has it. @returns its new end */
export async function renew(
  repository: RepositoryContext,
  given: unknown,
  options: RenewOptions,
): Promise<Date> {
  const { schema } = repository;
  const leased = new LeasedDocument(repository, 'renew', given, options);
  const lease = new Lease(schema, 'renew', options.by);
  const until = lease.endAfter(options.for);
  const operation = new Operation(repository, 'renew', options);
  try {
    leased.lock(operation, Object.keys(lease.values()));
    const { selected } = leased;
    const renewing = new UpdateAnnouncement(operation, selected, lease.values(until), false);
    const compiled = await renewing.compiled(false);
    assertKept(schema, compiled.update, '$set', lease.storedValues(until));
    const filter = narrowed(selected.condition.filter, lease.isHeld);
    const result = await updateStored(operation, { filter }, compiled, false);
    if (result.matchedCount === 0) throw new StaleDocumentError(schema.name, 'lease-lost');
    leased.write(lease.values(until));
    await renewing.applied(result);
    return new Date(until);
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}
