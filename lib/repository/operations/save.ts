import { applyDefaults } from '../../codec/assemble.js';
import { postSave, preSave, preSavePostValidation } from '../../lifecycle/signals.js';
import type { SignalSender } from '../../signal/signal.js';
import { toChangeSet } from '../../state/change/to-change-set.js';
import { schemaOfDocument } from '../concrete-schema.js';
import type { OperationOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { tellLater } from '../tell-later.js';
import { findSnapshot } from '../stored-snapshot.js';
import { assertUpdated, insertStored, updateStored } from '../stored-writes.js';
import { validate } from '../validate.js';

/** Inserts a new document, or writes the least that differs of a loaded one. Read from top to bottom: this is what a save does. */
export async function save<T extends object>(
  repository: RepositoryContext,
  document: T,
  options: OperationOptions,
): Promise<T> {
  const { memory } = repository;
  const schema = schemaOfDocument(repository, document, 'save');
  const sender = schema.documentClass as SignalSender<T>;
  const operation = new Operation(repository, 'save', options);
  try {
    operation.take([document]);
    operation.restoreUnlessStored(schema, document);
    const snapshot = findSnapshot(repository, document, 'save');
    const created = snapshot === undefined;
    operation.assertEndIsSeen(postSave, sender);
    // A document that the repository made has its defaults, and what it lacks since then was taken away on purpose.
    if (!memory.states.find(document)) applyDefaults(schema, document);

    if (operation.hears(preSave, sender)) {
      const sending = operation.send(preSave, sender, { document, created });
      if (sending) await sending;
    }

    const validating = validate({ memory, schema, document, snapshot }, operation.budget);
    const draft = validating instanceof Promise ? await validating : validating;

    if (operation.hears(preSavePostValidation, sender)) {
      const revising = draft.revise(() =>
        operation.send(preSavePostValidation, sender, { document, created }),
      );
      if (revising) await revising;
    }

    if (!snapshot) await insertStored(operation, draft.stored);
    else if (draft.changed.length > 0)
      assertUpdated(
        operation,
        schema,
        await updateStored(operation, schema, snapshot, draft.changed, draft.stored),
      );
    const { next } = draft;
    operation.markStored(document, next);

    const isHeard = operation.hears(postSave, sender);
    const isAwaited = operation.isAwaited(postSave, sender);
    if (isHeard || isAwaited) {
      const changes = toChangeSet(() => draft.changed);
      if (isAwaited) {
        tellLater(operation, postSave, sender, [{ document, schema, snapshot: next }], ([copy]) => ({
          ...{ document: copy as T, created, changes },
        }));
      }
      if (isHeard) {
        const sending = operation.send(postSave, sender, { document, created, changes });
        if (sending) await sending;
      }
    }
    return document;
  } finally {
    const telling = operation.end();
    if (telling) await telling;
  }
}
