import { ParallelWriteError } from '../lifecycle/lifecycle-errors.js';
import type { DocumentSchema, RootSchema } from '../schema/document-schema.js';
import type { Snapshot } from '../state/snapshot/snapshot.js';
import { ensureId, removeId } from './document-id.js';
import type { DocumentMemory } from './repository-context.js';
import { rememberRoleValues } from './role-values.js';

/** The documents that one operation has locked, and what they get back if they are not written. */
export class HeldDocuments {
  readonly all: object[] = [];
  /** By documents whose write has not succeeded yet; made for the first of them, since most classes need none. */
  #restore: Map<object, () => void> | undefined;
  readonly #withNewIds: { readonly schema: RootSchema; readonly document: object }[] = [];

  constructor(
    private readonly memory: DocumentMemory,
    private readonly documentName: string,
  ) {}

  /**
   * Locks documents for the operation.
   * @param owner the transaction that it belongs to
   * @throws ParallelWriteError if somebody else writes one
   */
  lock(documents: readonly object[], origin: string, owner: object | undefined): void {
    for (const document of documents) {
      if (!this.memory.states.take(document, owner)) throw this.#refusal(document, origin, owner);
      this.all.push(document);
    }
  }

  #refusal(document: object, origin: string, owner: object | undefined): ParallelWriteError {
    const other = this.memory.states.ownerOf(document);
    const isOfOther = other !== undefined && other !== owner;
    return new ParallelWriteError(this.documentName, origin, isOfOther ? 'transaction' : 'operation');
  }

  /** What behaviours put into the document from here on is taken back at the end, unless it is stored by then. */
  restoreUnlessStored(schema: DocumentSchema, document: object): void {
    const restore = rememberRoleValues(schema, document);
    if (restore) (this.#restore ??= new Map<object, () => void>()).set(document, restore);
  }

  /** Gives a document an id if it has none; taken back at the end if nothing was sent. @throws what `ensureId` throws */
  ensureId(schema: RootSchema, document: object): void {
    if (ensureId(schema, document)) this.#withNewIds.push({ schema, document });
  }

  /** The document was written and is as the snapshot says. */
  markStored(document: object, snapshot: Snapshot): void {
    this.memory.states.set(document, snapshot);
    this.#restore?.delete(document);
  }

  /**
   * The operation is over: others may write the documents.
   * @param wasSent whether a command was sent that writes them
   */
  release(wasSent: boolean): void {
    if (!wasSent) for (const { schema, document } of this.#withNewIds) removeId(schema, document);
    this.#restore?.forEach((restore) => {
      restore();
    });
    for (const document of this.all) this.memory.states.release(document);
  }
}
