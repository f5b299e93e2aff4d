import { UnmanagedTransactionError } from '../../transaction/transaction-errors.js';
import type { WriteKind } from '../../lifecycle/document-write.js';
import { newStep } from '../../lifecycle/operation-step.js';
import { postWrite } from '../../lifecycle/signals.js';
import type { RootSchema } from '../../schema/document-schema.js';
import type { SignalPhase } from '../../signal/phase.js';
import type { Payload, SignalPayloadOf, SignalSender, Signal } from '../../signal/signal.js';
import type { Difference } from '../../state/change/difference.js';
import type { Snapshot } from '../../state/snapshot/snapshot.js';
import { isWriteAwaited, noteWrite } from './note-write.js';
import { payloadOf } from './operation-payload.js';
import type { OwnFields } from './operation-payload.js';
import type { Operation } from '../operation.js';

/** The part of a write that is announced at the end. */
export interface Told {
  /** For `postWrite`; undefined if it writes nothing. */
  readonly kind: WriteKind | undefined;
  readonly written: readonly {
    readonly document: object;
    readonly schema: RootSchema;
    readonly snapshot: Snapshot;
  }[];
  /** Whether the payload holds a list of documents. Default false. */
  readonly isOfMany?: boolean;
  readonly created?: boolean;
  readonly changed?: readonly Difference[];
}

/**
 * Sends an operation's signal to the receivers of the phase `now`.
 * @returns a promise to await, or undefined if nothing is asynchronous; receivers' errors are then thrown here
 */
export function send<Of extends SignalPayloadOf, T extends object>(
  operation: Operation,
  signal: Signal<Of>,
  sender: SignalSender<T>,
  parts: OwnFields<Payload<Of, T>>,
): Promise<void> | undefined {
  const { repository, session, timeout } = operation;
  const payload = payloadOf(operation, signal, sender, session, timeout, parts);
  const runTracked = repository.path.trackedAt(newStep(operation, signal.name));
  return repository.bus.deliver(signal, sender, payload, timeout, runTracked);
}

/**
 * Sends an operation's signal if it has receivers in the phase `now`. A `post…` receiver that fails inside a transaction fails all of it.
 * @returns whether it has such receivers
 * @throws what the bus throws
 */
export async function announce<Of extends SignalPayloadOf, T extends object>(
  operation: Operation,
  signal: Signal<Of>,
  sender: SignalSender<T>,
  parts: OwnFields<Payload<Of, T>>,
): Promise<boolean> {
  if (!operation.repository.bus.hasReceivers(signal, sender)) return false;
  try {
    await send(operation, signal, sender, parts);
  } catch (error) {
    if (signal.moment === 'post') operation.attempt?.fail(error);
    throw error;
  }
  return true;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Prepares for receivers of a signal that reports a write: determines the context if there are any.
 * @throws UnmanagedTransactionError if one waits for the end of a transaction that the library cannot observe; errors of the context source
 */
export function prepareFor(operation: Operation, signal: Signal, sender: SignalSender): void {
  const { attempt, session, label, repository } = operation;
  const { bus } = repository;
  const isAwaited =
    bus.hasReceivers(signal, sender, 'afterCommit') || bus.hasReceivers(signal, sender, 'notApplied');
  if (isAwaited || bus.hasReceivers(signal, sender)) operation.askForContext();
  if (isAwaited && !attempt && session?.inTransaction())
    throw new UnmanagedTransactionError(label, signal.name);
}

/**
 * Announces one write: before it, after it, and at the end of its transaction, or of the operation if it has no transaction. After the
 * signals before the write comes either its report or a notice that it was not applied; neither if the outcome is unknown.
 */
export class Announcement<Of extends SignalPayloadOf, T extends object> {
  #isAnnounced = false;
  #isSettled = false;

  /**
   * @param signal the signal that reports the write
   * @param planned gives the documents to be written, as they are now; called only if a receiver waits for the end
   * @throws UnmanagedTransactionError if a receiver waits for the end of a transaction that the library cannot observe; errors of the
   * context source
   */
  constructor(
    private readonly operation: Operation,
    private readonly signal: Signal<Of>,
    private readonly sender: SignalSender<T>,
    private readonly planned: () => Told,
  ) {
    prepareFor(operation, signal, sender);
    prepareFor(operation, postWrite, sender);
    operation.beforeEnd(() => {
      if (this.#isAnnounced && !this.#isSettled && !operation.commands.mayBeApplied) this.notApplied(planned);
    });
  }

  /** Sends a signal before the write. @returns whether it has receivers @throws what receivers throw: a veto */
  before<Pre extends SignalPayloadOf>(
    signal: Signal<Pre>,
    parts: OwnFields<Payload<Pre, T>>,
  ): Promise<boolean> {
    this.#isAnnounced = true;
    return announce(this.operation, signal, this.sender, parts);
  }

  /**
   * Notes that the write was applied, and sends the signal to the receivers of the phase `now`.
   * @param told gives the part that was applied; called only if a receiver waits for the end. Default all
   * @throws PostSignalError
   */
  async applied(parts: OwnFields<Payload<Of, T>>, told = this.planned): Promise<void> {
    const { operation, signal, sender } = this;
    this.#isSettled = true;
    const isToldLater =
      this.#isAwaited('afterCommit') || (operation.attempt && this.#isAwaited('notApplied'));
    if (isToldLater || isWriteAwaited(operation, sender)) {
      const part = told();
      if (isToldLater) this.#note(part, true);
      this.#noteWrites(part, true);
    }
    await announce(operation, signal, sender, parts);
  }

  /** Notes that it is unknown whether the write was applied: nothing is told then. */
  unknown(): void {
    this.#isSettled = true;
  }

  /** Notes that the write, or a part of it, was certainly not applied. Does not throw. */
  notApplied(told: () => Told): void {
    const { operation, signal, sender } = this;
    this.#isSettled = true;
    const isTold = this.#isAwaited('notApplied');
    if (!isTold && !operation.repository.bus.hasReceivers(postWrite, sender, 'notApplied')) return;
    try {
      const part = told();
      if (isTold) this.#note(part, false);
      this.#noteWrites(part, false);
    } catch (error) {
      // A failing getter of the document: the caller has an error already, or is not concerned.
      const { repository, label } = operation;
      repository.bus.report({
        ...{ error, receiver: label, signal, phase: 'notApplied', sender, payload: undefined },
      });
    }
  }

  #isAwaited(phase: SignalPhase): boolean {
    return this.operation.repository.bus.hasReceivers(this.signal, this.sender, phase);
  }

  /** Notes the writes for `postWrite`, one for each class of documents. */
  #noteWrites({ kind, written, changed }: Told, isApplied: boolean): void {
    if (!kind) return;
    for (const schema of new Set(written.map((each) => each.schema))) {
      const documents = written.filter((each) => each.schema === schema).map(({ document }) => document);
      const ids = documents.map((document) => (document as Values)[schema.id.field.name]);
      const known = ids.filter((id) => id !== undefined && id !== null);
      const { documentClass: sender } = schema;
      noteWrite(this.operation, { kind, sender, ids: known, count: ids.length, changed }, isApplied);
    }
  }

  #note({ written, isOfMany = false, created, changed }: Told, isApplied: boolean): void {
    if (written.length === 0) return;
    const { signal, sender } = this;
    const { origin, label, context, attempt, notices } = this.operation;
    notices.add({
      ...{ signal, sender, isApplied, origin, label, context },
      ...{ attempt: attempt?.number, transactionId: attempt?.run.id },
      written: written.map(({ document, schema, snapshot }) => ({
        number: notices.numberOf(document),
        ...{ schema, snapshot },
      })),
      ...{ isOfMany, created, changed },
    });
  }
}
