import { preSavePostValidation } from '../../lifecycle/signals.js';
import { withDifferences } from '../../state/change/with-differences.js';
import { differences } from '../../state/change/difference.js';
import type { Stored } from '../../state/snapshot/snapshot.js';
import { ValueSnapshot } from '../../state/snapshot/value-snapshot.js';
import { wholeArrays } from '../../state/change/whole-arrays.js';
import type { Write } from '../../state/change/whole-arrays.js';
import { ValidationError } from '../../validation/validation-error.js';
import { assertTaken } from '../../reference/assert-taken.js';
import { send } from '../announce/announcement.js';
import { assertId } from '../document-id.js';
import { Draft } from '../write/draft.js';
import type { Subject } from '../write/draft.js';
import { normaliseDocument } from '../write/normalise-document.js';
import type { Operation } from '../operation.js';
import { misfitIssues, storablePart } from '../write/storable-part.js';
import type { StorablePart } from '../write/storable-part.js';

/**
 * Sends `preSavePostValidation`.
 * @returns the draft with the changes of its receivers (decision 0047)
 * @throws what receivers throw, ValidationError if they leave a value that cannot be stored
 */
export async function revisedDraft(operation: Operation, draft: Draft): Promise<Draft> {
  const { bus } = operation.repository;
  const { memory, schema, document, snapshot } = draft.subject;
  const sender = schema.documentClass;
  if (!bus.hasReceivers(preSavePostValidation, sender)) return draft;
  const revision = new Revision(draft);
  memory.drafts.set(document, revision);
  try {
    const sending = send(operation, preSavePostValidation, sender, { document, created: !snapshot });
    // Stays in the same turn if nothing is asynchronous: otherwise changes by others would count as the receivers'.
    if (sending) await sending;
    return revision.draft();
  } finally {
    memory.drafts.delete(document);
  }
}

/** A draft while receivers change its document: every difference from the moment before the first of them is theirs. */
class Revision {
  readonly #draft: Draft;
  readonly #start: StorablePart;
  /** Whether the document is unchanged since it was encoded, as usual: then every difference is the receivers'. */
  readonly #isAsDrafted: boolean;

  constructor(draft: Draft) {
    this.#draft = draft;
    this.#start = normalisedPart(draft.subject);
    this.#isAsDrafted =
      this.#start.misfits.size === 0 && this.#changesSince(draft.stored, this.#start.stored).length === 0;
  }

  /**
   * Encodes the document as it is to be written now.
   * @throws ValidationError if it holds a value that cannot be stored
   */
  revised(): Stored {
    const { subject, stored } = this.#draft;
    const now = normalisedPart(subject);
    this.#assertStorable(now);
    if (this.#isAsDrafted) return now.stored;
    return withDifferences(stored, this.#changesSince(this.#start.stored, now.stored));
  }

  /** Finds the changes. An array with a difference counts as a whole. */
  #changesSince(stored: Stored, after: Stored): readonly Write[] {
    const before = new ValueSnapshot(stored);
    return wholeArrays(before, differences(this.#draft.subject.schema, before, after));
  }

  /** @throws ValidationError if the document cannot be stored, or an immutable field was changed */
  draft(): Draft {
    const { subject } = this.#draft;
    const draft = new Draft(subject, this.revised());
    assertId(subject.schema, draft.stored);
    const { changedImmutables } = draft;
    if (changedImmutables.length > 0) throw new ValidationError(subject.schema.name, changedImmutables);
    return draft;
  }

  /** @throws ValidationError for values that cannot be stored, unless they were there before */
  #assertStorable({ misfits }: StorablePart): void {
    const names = [...misfits]
      .filter(([name, misfit]) => !this.#start.misfits.get(name)?.isStill(misfit))
      .map(([name]) => name);
    if (names.length === 0) return;
    const { subject } = this.#draft;
    const { listed, total } = misfitIssues(subject, names);
    throw new ValidationError(subject.schema.name, listed, total);
  }
}

/** Takes ids and normalises the document before it is encoded, so that only other changes are found. */
function normalisedPart(subject: Subject): StorablePart {
  const { schema, document, snapshot, memory } = subject;
  assertTaken(schema, document, { snapshot, states: memory.states });
  normaliseDocument(schema, document, snapshot);
  return storablePart(subject);
}
