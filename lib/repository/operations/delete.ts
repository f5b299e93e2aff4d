import type { Origin } from '../../lifecycle/payloads.js';
import { postDelete, preDelete } from '../../lifecycle/signals.js';
import type { Sender } from '../../signal/signal.js';
import { schemaOfDocument } from '../concrete-schema.js';
import type { OperationOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { getSnapshot } from '../stored-snapshot.js';
import { deleteStored } from '../stored-writes.js';

/**
 * Deletes a stored document.
 * @returns whether it was still there
 */
export async function deleteDocument<T extends object>(
  repository: RepositoryContext,
  document: T,
  options: OperationOptions,
  origin: Origin = 'delete',
): Promise<boolean> {
  const schema = schemaOfDocument(repository.schema, document, origin);
  const sender = schema.documentClass as Sender<T>;
  const operation = new Operation(repository, origin, options);
  try {
    operation.take([document]);
    const snapshot = getSnapshot(repository, document, origin);
    if (operation.hears(preDelete, sender)) await operation.send(preDelete, sender, { document });
    const wasThere = await deleteStored(operation, snapshot);
    repository.memory.states.set(document, 'deleted');
    if (wasThere && operation.hears(postDelete, sender))
      await operation.send(postDelete, sender, { document });
    return wasThere;
  } finally {
    operation.end();
  }
}
