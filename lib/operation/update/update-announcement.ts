import type { UpdateResult } from '../../lifecycle/update-result.js';
import { postUpdate, preUpdate } from '../../lifecycle/signals.js';
import { UpdateDraft } from '../../update/update-draft.js';
import type { ClosedUpdate, SentUpdate } from '../../update/update-draft.js';
import { compileUpdate } from '../../update/compile-update.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import type { SignalSender } from '../../signal/signal.js';
import { announce } from '../announce/announcement.js';
import type { Operation } from '../operation.js';

/** One update by a filter: its signals, and its changes. */
export class UpdateAnnouncement {
  readonly #draft: UpdateDraft;
  #closed: ClosedUpdate | undefined;

  /** @throws InvalidUpdateError */
  constructor(
    private readonly operation: Operation,
    private readonly filter: object,
    update: unknown,
    private readonly many: boolean,
  ) {
    this.#draft = new UpdateDraft(operation.repository.schema, update);
  }

  /** Adds a change that the library makes itself, which receivers do not see. */
  addOwn(path: string, change: unknown): void {
    UpdateDraft.addOwn(this.#draft, path, change);
  }

  /**
   * Sends `preUpdate`, and compiles the update with the changes of its receivers.
   * @throws what receivers throw: a veto; what `compileUpdate` throws
   */
  async compiled(ignoreUndefined: boolean): Promise<CompiledUpdate> {
    const { operation, filter, many } = this;
    const { schema, memory } = operation.repository;
    await announce(operation, preUpdate, this.#sender, {
      ...{ filter: filter, update: this.#draft as UpdateDraft<object>, many },
    });
    this.#closed = UpdateDraft.close(this.#draft);
    const { undeclared } = memory;
    return compileUpdate(schema, this.#closed, { undeclared, timeout: operation.timeout, ignoreUndefined });
  }

  /** Sends `postUpdate`. @param document the document that the operation returns @throws PostSignalError */
  async applied(result: UpdateResult, document?: object | null): Promise<void> {
    const { filter, many } = this;
    const update = this.#closed?.sent as SentUpdate<object>;
    await announce(this.operation, postUpdate, this.#sender, {
      ...{ filter: filter, update, many, result: Object.freeze(result) },
      ...(document && { document }),
    });
  }

  get #sender(): SignalSender {
    return this.operation.repository.schema.documentClass;
  }
}
