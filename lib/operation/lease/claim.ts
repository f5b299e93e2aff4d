import { fieldWithRole } from '../../schema/build/role-fields.js';
import { inc } from '../../update/number/inc.js';
import { Returning } from '../find-and-write/returning.js';
import { sendFindAndUpdate } from '../find-and-write/send-find-and-update.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { assertKept } from '../update/assert-kept.js';
import { UpdateAnnouncement, updatedOne } from '../update/update-announcement.js';
import { selectedBy } from '../update/update-request.js';
import { narrowed } from '../write/loaded-filter.js';
import { Lease } from './lease.js';
import type { ClaimOptions } from './lease-options.js';

const returned = Object.freeze({ returns: 'after', upsert: false });

/** Leases one document that matches and is free, and returns it. Read from top to bottom, this is everything it does. */
export async function claim(
  repository: RepositoryContext,
  filter: object,
  options: Omit<ClaimOptions<object>, 'sort'> & { readonly sort?: object },
): Promise<object | null> {
  const { schema } = repository;
  const selected = selectedBy(repository, 'claim', filter, options);
  const lease = new Lease(schema, 'claim', options.by);
  const until = lease.endAfter(options.for);
  const returning = new Returning(repository, { sort: options.sort });
  const operation = new Operation(repository, 'claim', options);
  try {
    const claiming = new UpdateAnnouncement(operation, selected, lease.values(until), false);
    const version = fieldWithRole(schema, 'version');
    // Whoever had it before must not save it any more: decision 0086.
    if (version) claiming.addOwn(version.name, inc(version.type.kind === 'bigint' ? 1n : 1));
    const compiled = await claiming.compiled(false);
    assertKept(schema, compiled.update, '$set', lease.storedValues(until));
    const free = narrowed(selected.condition.filter, lease.isFree);
    const found = returning.found(operation, { filter: free });
    const answer = await sendFindAndUpdate(operation, found, compiled, returned);
    const { document, failure } = await returning.loaded(operation, answer.bytes);
    const count = answer.bytes ? 1 : 0;
    await claiming.applied({ matchedCount: count, modifiedCount: count }, updatedOne(document));
    if (failure) throw failure.error;
    return document;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}
