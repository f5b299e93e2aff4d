import type { Values } from '../../codec/decode.js';
import type { SignalOrigin } from '../../lifecycle/payloads.js';
import { postDelete, preDelete } from '../../lifecycle/signals.js';
import type { Plain } from '../../value/plain-object.js';
import type { SignalSender } from '../../signal/signal.js';
import type { Snapshot } from '../../state/snapshot/snapshot.js';
import { Announcement } from '../announce/announcement.js';
import type { Told } from '../announce/announcement.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { updateInsteadOfDelete } from './update-instead-of-delete.js';
import type { DeleteOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { getSnapshot } from '../stored-snapshot.js';
import { deleteStored } from '../write/stored-writes.js';

/** The operation that deletes several documents, one after another. */
export interface DeleteOfMany {
  readonly within: Operation;
  /** Selects the documents, in the server's form. Checked again for each document, since listeners take time. */
  readonly filter: Plain;
}

/**
 * Deletes a stored document, or keeps it with the values that a receiver sets instead.
 * @param many the operation that deletes several, one after another
 * @returns whether it still existed and, with `many`, still matched
 */
export async function deleteDocument<T extends object>(
  repository: RepositoryContext,
  document: T,
  options: DeleteOptions,
  origin: SignalOrigin = 'delete',
  many?: DeleteOfMany,
): Promise<boolean> {
  const schema = schemaOfDocument(repository, document, origin);
  const operation = new Operation(repository, origin, options, many?.within);
  try {
    const { permanent = false } = options;
    operation.lock([document]);
    const snapshot = getSnapshot(repository, document, origin);
    const asked = new AskedInstead();
    const toldOf = (shown: Snapshot): Told => ({
      kind: asked.values && !permanent ? 'softDelete' : 'delete',
      written: [{ document, schema, snapshot: shown }],
    });
    const deleting = new Announcement(operation, postDelete, schema.documentClass as SignalSender<T>, () =>
      toldOf(snapshot),
    );
    await deleting.before(preDelete, { document, permanent, instead: asked.add });
    const values = permanent ? undefined : asked.values;
    const last = values
      ? await updateInsteadOfDelete(operation, { schema, document, snapshot, values, filter: many?.filter })
      : await deleteStored(operation, schema, snapshot, many?.filter);
    // With `many`, it may still exist and just not match any more.
    if (last || !many) repository.memory.states.set(document, 'deleted');
    if (last && values) repository.memory.kept.set(document, last);
    else repository.memory.kept.delete(document);
    if (last) await deleting.applied({ document }, () => toldOf(last));
    return last !== undefined;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}

/** The values that receivers want written in place of the delete. */
class AskedInstead {
  values: Values | undefined;

  readonly add = (given: object): void => {
    this.values = { ...this.values, ...given };
  };
}
