import { applyDefaults } from '../../codec/assemble.js';
import { encodeDocument } from '../../codec/encode.js';
import { postSave, preSave, preSavePostValidation } from '../../lifecycle/signals.js';
import type { Sender } from '../../signal/signal.js';
import { applyDifferences } from '../../state/apply-differences.js';
import { differences } from '../../state/difference.js';
import { toChangeSet } from '../../state/to-change-set.js';
import { assertValid } from '../assert-valid.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { assertId, ensureId, removeId } from '../document-id.js';
import { assertImmutables, assertUnchanged } from '../immutable-fields.js';
import type { OperationOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { tellLater } from '../tell-later.js';
import { findSnapshot, nothingStored } from '../stored-snapshot.js';
import { assertUpdated, insertStored, updateStored } from '../stored-writes.js';

/** Inserts a new document, or writes the least that differs of a loaded one. Read from top to bottom: this is what a save does. */
export async function save<T extends object>(
  repository: RepositoryContext,
  document: T,
  options: OperationOptions,
): Promise<T> {
  const { states, undeclared } = repository.memory;
  const schema = schemaOfDocument(repository, document, 'save');
  const sender = schema.documentClass as Sender<T>;
  const operation = new Operation(repository, 'save', options);
  try {
    operation.take([document]);
    operation.restoreUnlessStored(schema, document);
    const snapshot = findSnapshot(repository, document, 'save');
    const created = snapshot === undefined;
    operation.assertEndIsSeen(postSave, sender);
    // A document that the repository made has its defaults, and what it lacks since then was taken away on purpose.
    if (!states.find(document)) applyDefaults(schema, document);

    if (operation.hears(preSave, sender)) {
      const sending = operation.send(preSave, sender, { document, created });
      if (sending) await sending;
    }

    const validating = assertValid(schema, document, undeclared, snapshot);
    if (validating) await validating;
    const hasNewId = ensureId(schema, document);

    try {
      if (operation.hears(preSavePostValidation, sender)) {
        if (snapshot) assertUnchanged(schema, document, snapshot, undeclared);
        const sending = operation.send(preSavePostValidation, sender, { document, created });
        if (sending) await sending;
      }
    } catch (veto) {
      if (hasNewId) removeId(schema, document);
      throw veto;
    }

    const stored = encodeDocument(schema, document, undeclared);
    assertId(schema, stored);
    const changed = snapshot ? differences(schema, snapshot, stored) : [];
    if (snapshot) assertImmutables(schema, stored, snapshot, changed);
    if (!snapshot) await insertStored(operation, stored);
    else if (changed.length > 0)
      assertUpdated(operation, schema, await updateStored(operation, schema, snapshot, changed, stored));
    const next = snapshot ? applyDifferences(snapshot, changed, stored) : { stored, unchanged: stored };
    operation.markStored(document, next);

    const isHeard = operation.hears(postSave, sender);
    const isAwaited = operation.isAwaited(postSave, sender);
    if (isHeard || isAwaited) {
      const changes = toChangeSet(() => (snapshot ? changed : differences(schema, nothingStored, stored)));
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
