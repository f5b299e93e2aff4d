import type { UpdateResult } from '../../lifecycle/update-result.js';
import type { PostUpdate, SignalPayload } from '../../lifecycle/payloads.js';
import { postUpdate, preUpdate } from '../../lifecycle/signals.js';
import type { SignalPhase } from '../../signal/phase.js';
import { compileUpdate } from '../../update/compile-update.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import { UpdateDraft } from '../../update/update-draft.js';
import type { ClosedUpdate } from '../../update/update-draft.js';
import { announce, prepareFor } from '../announce/announcement.js';
import { FilterWrite } from '../announce/filter-write.js';
import type { WrittenUnseen } from '../announce/filter-write.js';
import type { Operation } from '../operation.js';

/** The result of an update that was not applied. */
const nothing: UpdateResult = Object.freeze({ matchedCount: 0, modifiedCount: 0 });

/**
 * Announces one update by a filter: before it, after it, and at the end of its transaction, or of the operation if it has no transaction.
 * Neither applied nor not applied is told if the outcome is unknown.
 */
export class UpdateAnnouncement {
  readonly #draft: UpdateDraft;
  readonly #filter: object;
  readonly #write: FilterWrite;
  #isAnnounced = false;
  #isSettled = false;
  #closed: ClosedUpdate | undefined;

  /**
   * @param selected with the filter as receivers see it
   * @param many whether all documents that match are updated
   * @throws InvalidUpdateError; UnmanagedTransactionError if a receiver waits for the end of a transaction that the library cannot observe
   */
  constructor(
    private readonly operation: Operation,
    selected: WrittenUnseen,
    update: unknown,
    private readonly many: boolean,
  ) {
    const { schema } = operation.repository;
    this.#draft = new UpdateDraft(schema, update);
    prepareFor(operation, postUpdate, schema.documentClass);
    this.#filter = selected.filter;
    this.#write = new FilterWrite(operation, 'update', selected);
    operation.beforeEnd(() => {
      if (this.#isAnnounced && !this.#isSettled && !operation.commands.mayBeApplied)
        this.#note(nothing, false);
    });
  }

  /**
   * Sends `preUpdate`, and compiles the update with the changes of its receivers.
   * @throws what receivers throw: a veto; what `compileUpdate` throws
   */
  async compiled(ignoreUndefined: boolean): Promise<CompiledUpdate> {
    const { operation, many } = this;
    const { schema, memory } = operation.repository;
    const { documentClass } = schema;
    this.#isAnnounced = true;
    await announce(operation, preUpdate, documentClass, {
      ...{ filter: this.#filter, update: this.#draft, many },
    });
    const { undeclared } = memory;
    const { timeout, behaviours } = operation;
    return compileUpdate(schema, this.#changes, { undeclared, timeout, ignoreUndefined, behaviours });
  }

  /** Notes that the update was applied, and sends `postUpdate`. @throws PostSignalError */
  async applied(result: UpdateResult): Promise<void> {
    this.#isSettled = true;
    if (this.#isAwaited('afterCommit') || (this.operation.attempt && this.#isAwaited('notApplied')))
      this.#note(result, true);
    this.#write.applied(result.modifiedCount);
    const { documentClass } = this.operation.repository.schema;
    await announce(this.operation, postUpdate, documentClass, this.#parts(result));
  }

  /** Notes that it is unknown whether the update was applied: nothing is told then. */
  unknown(): void {
    this.#isSettled = true;
    this.#write.unknown();
  }

  /** The update, which receivers cannot change any more. */
  get #changes(): ClosedUpdate {
    return (this.#closed ??= UpdateDraft.close(this.#draft));
  }

  #parts(result: UpdateResult): Omit<PostUpdate<object>, keyof SignalPayload<string, unknown>> {
    const { many } = this;
    return { filter: this.#filter, update: this.#changes.sent, many, result };
  }

  #isAwaited(phase: SignalPhase): boolean {
    const { bus, schema } = this.operation.repository;
    return bus.hasReceivers(postUpdate, schema.documentClass, phase);
  }

  #note(result: UpdateResult, isApplied: boolean): void {
    const { repository, origin, label, context, attempt, notices } = this.operation;
    if (!isApplied && !this.#isAwaited('notApplied')) return;
    notices.add({
      ...{ signal: postUpdate, sender: repository.schema.documentClass, isApplied, origin, label, context },
      ...{ attempt: attempt?.number, transactionId: attempt?.run.id, written: [], isOfMany: false },
      ...{ created: undefined, changed: undefined, parts: this.#parts(result) },
    });
  }
}
