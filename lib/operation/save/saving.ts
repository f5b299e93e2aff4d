import { applyDefaults } from '../../codec/assemble.js';
import { postSave, preSave } from '../../lifecycle/signals.js';
import type { PostSaveOf } from '../../lifecycle/signals.js';
import type { RootSchema } from '../../schema/document-schema.js';
import type { SignalSender } from '../../signal/signal.js';
import type { ChangeSet } from '../../state/change/change-set.js';
import { toChangeSet } from '../../state/change/to-change-set.js';
import { assertTaken } from '../../reference/assert-taken.js';
import { Announcement } from '../announce/announcement.js';
import type { Told } from '../announce/announcement.js';
import type { Stored } from '../../state/snapshot/snapshot.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import type { Plain } from '../../value/plain-object.js';
import { SavedReferences } from '../derived/saved-references.js';
import type { Operation } from '../operation.js';
import { Draft, subjectOf } from '../write/draft.js';
import type { Subject } from '../write/draft.js';
import { normaliseDocument } from '../write/normalise-document.js';
import { storableDraft } from '../write/storable-part.js';
import { revisedDraft } from './revised-draft.js';
import { validatedDraft } from './validated-draft.js';

/** The save of one document within an operation: the steps before and after its write, in this order. */
export class Saving<T extends object> {
  readonly #subject: Subject;
  readonly #announcement: Announcement<PostSaveOf, T>;
  #draft: Draft | undefined;
  #references: SavedReferences | undefined;

  /**
   * @param document locked by the operation
   * @param updateKind the kind of write that a stored document's changes are
   * @throws what `findSnapshot` throws, and the constructor of `Announcement`
   */
  constructor(
    private readonly operation: Operation,
    schema: RootSchema,
    readonly document: T,
    updateKind: 'update' | 'restore' = 'update',
  ) {
    operation.held.restoreUnlessStored(schema, document);
    this.#subject = subjectOf(operation.repository, schema, document);
    const sender = schema.documentClass as SignalSender<T>;
    this.#announcement = new Announcement(operation, postSave, sender, () =>
      toldOf(this.#draft ?? storableDraft(this.#subject), updateKind),
    );
  }

  /** Whether the document is new. */
  get created(): boolean {
    return this.#subject.snapshot === undefined;
  }

  /** The draft to be written, once the document was validated. */
  get draft(): Draft {
    return this.#draft as Draft;
  }

  /** Gives a new document its defaults, and sends `preSave`. @throws what receivers throw: a veto */
  async announce(): Promise<void> {
    const { document, created, operation } = this;
    // A document that the repository built has its defaults already; a value that is missing now was removed on purpose.
    if (!operation.repository.memory.states.find(document)) applyDefaults(this.#subject.schema, document);
    await this.#announcement.before(preSave, { document, created });
  }

  /**
   * Takes the ids of documents in properties, normalises and validates the document, and drafts its write.
   * @throws what `assertTaken`, `normaliseDocument` and `validatedDraft` throw
   */
  async validate(): Promise<void> {
    const { schema, document, snapshot, memory } = this.#subject;
    assertTaken(schema, document, { snapshot, states: memory.states });
    normaliseDocument(schema, document, snapshot);
    this.#draft = await validatedDraft(this.operation, this.#subject);
  }

  /**
   * Sends `preSavePostValidation`, and drafts the changes of its receivers.
   * @param update what is changed besides the draft, in the server's form
   * @throws what `revisedDraft` throws
   */
  async revise(update?: CompiledUpdate['update']): Promise<void> {
    this.#draft = await revisedDraft(this.operation, this.draft);
    this.#references = await SavedReferences.of(this.operation, savedOf(this.draft), update);
  }

  /** A further condition of the write, for the documents that this one refers to; undefined if it needs none. */
  get guard(): Plain | undefined {
    return this.#references?.guard;
  }

  /** Replaces the draft by the document as the server has left it. @param stored the document, encoded */
  becomes(stored: Stored): void {
    this.#draft = new Draft(this.#subject, stored);
  }

  /** Replaces the snapshot by what was written. */
  markStored(): void {
    this.operation.held.markStored(this.document, this.draft.next);
  }

  /** Sends `postSave`, and notes it for receivers of later phases. @throws PostSignalError */
  async applied(): Promise<void> {
    const { document, created, draft } = this;
    await this.#references?.note(savedOf(draft));
    await this.#announcement.applied({ document, created, changes: changesOf<T>(draft) });
  }

  /** Notes that it is unknown whether it was written, or if that lasts: receivers are told nothing. */
  unknown(): void {
    this.#announcement.unknown();
  }

  /** Notes for receivers of later phases that nothing was written. Does not throw. */
  notApplied(): void {
    this.#announcement.notApplied(() => toldOf(this.draft, 'update'));
  }
}

function savedOf({
  subject: { schema, snapshot },
  changed,
  stored,
}: Draft): Parameters<SavedReferences['note']>[0] {
  return { schema, snapshot, changed, stored };
}

function changesOf<T>(draft: Draft): ChangeSet<T> {
  return toChangeSet(() => draft.changed) as ChangeSet<T>;
}

function toldOf({ subject, next, changed }: Draft, updateKind: 'update' | 'restore'): Told {
  const { document, schema, snapshot } = subject;
  const kind = !snapshot ? 'insert' : changed.length > 0 ? updateKind : undefined;
  return { kind, written: [{ document, schema, snapshot: next }], created: !snapshot, changed };
}
