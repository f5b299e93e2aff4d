import type { Origin } from '../../lifecycle/payloads.js';
import { postDelete, preDelete } from '../../lifecycle/signals.js';
import type { Sender } from '../../signal/signal.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { deleteInstead } from '../delete-instead.js';
import type { DeleteOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { getSnapshot } from '../stored-snapshot.js';
import { deleteStored } from '../stored-writes.js';
import { tellLater } from '../tell-later.js';

/**
 * Deletes a stored document, or keeps it with what a receiver asks for instead.
 * @param within the operation that deletes several, one after another
 * @returns whether it was still there
 */
export async function deleteDocument<T extends object>(
  repository: RepositoryContext,
  document: T,
  options: DeleteOptions,
  origin: Origin = 'delete',
  within?: Operation,
): Promise<boolean> {
  const schema = schemaOfDocument(repository, document, origin);
  const sender = schema.documentClass as Sender<T>;
  const operation = new Operation(repository, origin, options, within);
  try {
    operation.take([document]);
    const snapshot = getSnapshot(repository, document, origin);
    operation.assertEndIsSeen(postDelete, sender);
    const { permanent = false } = options;
    let values: object | undefined;
    if (operation.hears(preDelete, sender)) {
      const instead = (given: object): void => void (values = { ...values, ...given });
      await operation.send(preDelete, sender, { document, permanent, instead });
    }
    const last =
      values === undefined || permanent
        ? await deleteStored(operation, snapshot)
        : await deleteInstead(operation, schema, document, snapshot, values as Record<string, unknown>);
    repository.memory.states.set(document, 'deleted');
    if (!last) return false;
    if (operation.isAwaited(postDelete, sender)) {
      tellLater(operation, postDelete, sender, [{ document, schema, snapshot: last }], ([copy]) => ({
        document: copy as T,
      }));
    }
    if (operation.hears(postDelete, sender)) await operation.send(postDelete, sender, { document });
    return true;
  } finally {
    await operation.end();
  }
}
