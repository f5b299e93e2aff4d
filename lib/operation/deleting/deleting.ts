import type { Values } from '../../codec/decode.js';
import { postDelete, preDelete } from '../../lifecycle/signals.js';
import type { PostDeleteOf } from '../../lifecycle/signals.js';
import type { RootSchema } from '../../schema/document-schema.js';
import type { SignalSender } from '../../signal/signal.js';
import type { Snapshot } from '../../state/snapshot/snapshot.js';
import type { Plain } from '../../value/plain-object.js';
import { Announcement } from '../announce/announcement.js';
import type { Told } from '../announce/announcement.js';
import type { Operation } from '../operation.js';
import { getSnapshot } from '../stored-snapshot.js';
import { deleteStored } from '../write/stored-writes.js';
import { updateInsteadOfDelete } from './update-instead-of-delete.js';

/** The delete of one document within an operation: the steps before, at and after its write, in this order. */
export class Deleting<T extends object> {
  /** The document as it was loaded. */
  readonly snapshot: Snapshot;
  readonly #announcement: Announcement<PostDeleteOf, T>;
  /** The values that receivers want written in place of the delete. */
  #values: Values | undefined;
  /** The document as it was deleted, or is kept; undefined if it was not written. */
  #last: Snapshot | undefined;

  /**
   * Locks the document.
   * @param operation an operation for this document alone
   * @param permanent whether it is deleted even if receivers would keep it
   * @throws what `getSnapshot` throws, ParallelWriteError, RecursiveSignalError, and the constructor of `Announcement`
   */
  constructor(
    private readonly operation: Operation,
    private readonly schema: RootSchema,
    private readonly document: T,
    private readonly permanent: boolean,
  ) {
    operation.lock([document]);
    this.snapshot = getSnapshot(operation.repository, document, operation.origin);
    this.#announcement = new Announcement(
      operation,
      postDelete,
      schema.documentClass as SignalSender<T>,
      () => this.#toldOf(this.snapshot),
    );
  }

  /** Whether a receiver of `preDelete` keeps the document. */
  get isKept(): boolean {
    return this.#values !== undefined && !this.permanent;
  }

  /** Sends `preDelete`. @throws what receivers throw: a veto */
  async announce(): Promise<void> {
    const { document, permanent } = this;
    const instead = (given: object): void => {
      this.#values = { ...this.#values, ...given };
    };
    await this.#announcement.before(preDelete, { document, permanent, instead });
  }

  /**
   * Deletes the document, or writes the values that keep it.
   * @param filter a further condition, in the server's form
   * @returns whether it still existed and met the condition
   */
  async write(filter: Plain | undefined): Promise<boolean> {
    const { operation, schema, document, snapshot } = this;
    const { states, kept } = operation.repository.memory;
    const values = this.permanent ? undefined : this.#values;
    const last = values
      ? await updateInsteadOfDelete(operation, { schema, document, snapshot, values, filter })
      : await deleteStored(operation, schema, snapshot, filter);
    // With a condition, it may still exist and just not meet it any more.
    if (last || !filter) states.set(document, 'deleted');
    if (last && values) kept.set(document, last);
    else kept.delete(document);
    this.#last = last;
    return last !== undefined;
  }

  /** Sends `postDelete` if the document was written. @throws PostSignalError */
  async applied(): Promise<void> {
    const last = this.#last;
    if (last) await this.#announcement.applied({ document: this.document }, () => this.#toldOf(last));
  }

  #toldOf(snapshot: Snapshot): Told {
    const { document, schema } = this;
    return { kind: this.isKept ? 'softDelete' : 'delete', written: [{ document, schema, snapshot }] };
  }
}
