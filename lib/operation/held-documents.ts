import { ParallelWriteError } from '../lifecycle/lifecycle-errors.js';
import type { DocumentSchema, RootSchema } from '../schema/document-schema.js';
import type { Snapshot } from '../state/snapshot/snapshot.js';
import { ensureId, removeId } from './document-id.js';
import type { DocumentMemory } from './repository-context.js';
import { rememberRoleValues } from './role/role-values.js';

/** The documents that one operation has locked, and the values to restore if they are not written. */
export class HeldDocuments {
  readonly all: object[] = [];
  /** Keyed by documents that are not written yet; created on first use, since most classes need none. */
  #restore: Map<object, () => void> | undefined;
  readonly #withNewIds: { readonly schema: RootSchema; readonly document: object }[] = [];

  constructor(
    private readonly memory: DocumentMemory,
    private readonly documentName: string,
  ) {}

  /**
   * Locks documents for the operation.
   * @param owner the transaction that the operation belongs to
   * @throws ParallelWriteError if another operation or transaction has locked one
   */
  lock(documents: readonly object[], origin: string, owner: object | undefined): void {
    for (const document of documents) {
      if (!this.memory.states.lock(document, owner)) throw this.#refusal(document, origin, owner);
      this.all.push(document);
    }
  }

  #refusal(document: object, origin: string, owner: object | undefined): ParallelWriteError {
    const other = this.memory.states.ownerOf(document);
    const isOfOther = other !== undefined && other !== owner;
    return new ParallelWriteError(this.documentName, origin, isOfOther ? 'transaction' : 'operation');
  }

  /** Remembers the values that behaviours are about to fill; they are restored at the end unless the document is stored by then. */
  restoreUnlessStored(schema: DocumentSchema, document: object): void {
    const restore = rememberRoleValues(schema, document);
    if (restore) (this.#restore ??= new Map<object, () => void>()).set(document, restore);
  }

  /** Gives a document an id if it lacks one; removed at the end if nothing was sent. @throws what `ensureId` throws */
  ensureId(schema: RootSchema, document: object): void {
    if (ensureId(schema, document)) this.#withNewIds.push({ schema, document });
  }

  /** Marks the document as written, with this snapshot. */
  markStored(document: object, snapshot: Snapshot): void {
    this.memory.states.set(document, snapshot);
    this.#restore?.delete(document);
  }

  /**
   * Unlocks the documents at the end of the operation.
   * @param wasSent whether a command that writes them was sent
   */
  unlock(wasSent: boolean): void {
    if (!wasSent) for (const { schema, document } of this.#withNewIds) removeId(schema, document);
    this.#restore?.forEach((restore) => {
      restore();
    });
    for (const document of this.all) this.memory.states.unlock(document);
  }
}
