import type { Values } from '../../codec/decode.js';
import type { SignalOrigin } from '../../lifecycle/payloads.js';
import { postDelete, preDelete } from '../../lifecycle/signals.js';
import type { Plain } from '../../value/plain-object.js';
import type { SignalSender } from '../../signal/signal.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { deleteInstead } from '../delete-instead.js';
import type { DeleteOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { getSnapshot } from '../stored-snapshot.js';
import { deleteStored } from '../stored-writes.js';
import { tellLater } from '../tell-later.js';

/** What deletes several documents, one after another. */
export interface DeleteOfMany {
  readonly within: Operation;
  /** For the server: which documents are meant. It is asked again of each, since listeners take their time. */
  readonly filter: Plain;
}

/**
 * Deletes a stored document, or keeps it with what a receiver asks for instead.
 * @param many what deletes several, one after another
 * @returns whether it was still there, and, of several, still one of them
 */
export async function deleteDocument<T extends object>(
  repository: RepositoryContext,
  document: T,
  options: DeleteOptions,
  origin: SignalOrigin = 'delete',
  many?: DeleteOfMany,
): Promise<boolean> {
  const schema = schemaOfDocument(repository, document, origin);
  const sender = schema.documentClass as SignalSender<T>;
  const operation = new Operation(repository, origin, options, many?.within);
  try {
    operation.take([document]);
    const snapshot = getSnapshot(repository, document, origin);
    operation.assertEndIsSeen(postDelete, sender);
    const { permanent = false } = options;
    let values: Values | undefined;
    if (operation.hears(preDelete, sender)) {
      const instead = (given: object): void => void (values = { ...values, ...given });
      await operation.send(preDelete, sender, { document, permanent, instead });
    }
    const last =
      values === undefined || permanent
        ? await deleteStored(operation, snapshot, many?.filter)
        : await deleteInstead(operation, { schema, document, snapshot, values, filter: many?.filter });
    // Of several it may still be there, and no longer be meant.
    if (last || !many) repository.memory.states.set(document, 'deleted');
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
