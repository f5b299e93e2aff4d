import { applyDefaults } from '../../codec/assemble.js';
import type { SignalOrigin } from '../../lifecycle/payloads.js';
import { postSave, preSave } from '../../lifecycle/signals.js';
import type { SignalSender } from '../../signal/signal.js';
import type { ChangeSet } from '../../state/change/change-set.js';
import { toChangeSet } from '../../state/change/to-change-set.js';
import { Announcement } from '../announce/announcement.js';
import type { Told } from '../announce/announcement.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { subjectOf } from '../write/draft.js';
import type { Draft } from '../write/draft.js';
import { normaliseDocument } from '../write/normalise-document.js';
import type { WriteOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { revisedDraft } from './revised-draft.js';
import { storableDraft } from '../write/storable-part.js';
import { assertUpdated, insertStored, updateStored } from '../write/stored-writes.js';
import { validatedDraft } from './validated-draft.js';

/** Inserts a new document, or writes the differences of a loaded one. Read from top to bottom, this is everything a save does. */
export async function save<T extends object>(
  repository: RepositoryContext,
  document: T,
  options: WriteOptions,
  origin: SignalOrigin = 'save',
): Promise<T> {
  const schema = schemaOfDocument(repository, document, origin);
  const operation = new Operation(repository, origin, options);
  try {
    operation.lock([document]);
    operation.held.restoreUnlessStored(schema, document);
    const subject = subjectOf(repository, schema, document);
    const created = subject.snapshot === undefined;
    let draft: Draft | undefined;
    const saving = new Announcement(operation, postSave, schema.documentClass as SignalSender<T>, () =>
      toldOf(draft ?? storableDraft(subject)),
    );
    // A document that the repository built has its defaults already; a value that is missing now was removed on purpose.
    if (!repository.memory.states.find(document)) applyDefaults(schema, document);
    await saving.before(preSave, { document, created });
    normaliseDocument(schema, document, subject.snapshot);
    draft = await validatedDraft(operation, subject);
    draft = await revisedDraft(operation, draft);
    await write(operation, draft);
    operation.held.markStored(document, draft.next);
    await saving.applied({ document, created, changes: changesOf<T>(draft) });
    return document;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}

/** Sends an insert, an update with the differences, or nothing. */
async function write(operation: Operation, draft: Draft): Promise<void> {
  const { schema, snapshot } = draft.subject;
  if (!snapshot) {
    await insertStored(operation, draft.stored);
  } else if (draft.changed.length > 0) {
    const answer = await updateStored(operation, schema, snapshot, draft.changed, draft.stored);
    assertUpdated(operation, schema, draft.changed, answer);
  }
}

function changesOf<T>(draft: Draft): ChangeSet<T> {
  return toChangeSet(() => draft.changed) as ChangeSet<T>;
}

function toldOf({ subject, next, changed }: Draft): Told {
  const { document, schema, snapshot } = subject;
  const kind = !snapshot ? 'insert' : changed.length > 0 ? 'update' : undefined;
  return { kind, written: [{ document, schema, snapshot: next }], created: !snapshot, changed };
}
