import { parseDocument } from '../../codec/decode.js';
import type { UpsertResult } from '../../lifecycle/update-result.js';
import type { KnownDocument } from '../announce/filter-write.js';
import { forUpsert, restrict, schemaOfStored } from '../concrete-schema.js';
import { findFamilyDerived } from '../derived/derived-data.js';
import { referenceProjection } from '../derived/stored-references.js';
import { decodedId } from '../document-id.js';
import { Operation } from '../operation.js';
import type { UpdateOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { UpdateAnnouncement } from '../update/update-announcement.js';
import { selectedBy } from '../update/update-request.js';
import { sendFindAndUpdate } from './send-find-and-update.js';

/** Updates one document that matches, or inserts one. Read from top to bottom, this is everything it does. */
export async function upsertOne(
  repository: RepositoryContext,
  filter: object,
  update: unknown,
  options: UpdateOptions,
): Promise<UpsertResult<object>> {
  const selected = selectedBy(repository, 'upsertOne', filter, options);
  const operation = new Operation(repository, 'upsertOne', options);
  try {
    const updating = new UpdateAnnouncement(operation, selected, update, false);
    const compiled = await updating.compiledAsUpsert(options.ignoreUndefined === true);
    const found = {
      filter: restrict(repository, forUpsert(repository, selected.condition)),
      // The least that tells which document it is, and of which class.
      projection: referenceProjection(repository, findFamilyDerived(repository)?.keys ?? []),
      session: operation.session,
    };
    const answer = await sendFindAndUpdate(operation, found, compiled, { returns: 'after', upsert: true });
    const { created } = answer;
    const count = created ? 0 : 1;
    const counts = Object.freeze({ matchedCount: count, modifiedCount: count, created });
    const { one, failure } = knownOf(repository, answer.bytes as Buffer);
    await updating.applied(counts, one);
    if (!one) throw failure;
    return Object.freeze({ ...counts, id: one.id as never });
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}

/** The document in an answer, or the error of one that does not fit its class: the write stands. */
type Known =
  | { readonly one: KnownDocument; readonly failure?: undefined }
  | { readonly one?: undefined; readonly failure: unknown };

function knownOf(repository: RepositoryContext, bytes: Buffer): Known {
  try {
    const stored = parseDocument(repository.schema, Buffer.from(bytes));
    const { documentClass } = schemaOfStored(repository, stored);
    return { one: { sender: documentClass, id: decodedId(repository.schema, stored['_id']) } };
  } catch (failure) {
    return { failure };
  }
}
