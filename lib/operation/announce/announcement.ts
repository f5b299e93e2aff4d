import { UnmanagedTransactionError } from '../../transaction/transaction-errors.js';
import { newStep } from '../../lifecycle/operation-step.js';
import type { RootSchema } from '../../schema/document-schema.js';
import type { SignalPhase } from '../../signal/phase.js';
import type { Payload, SignalPayloadOf, SignalSender, Signal } from '../../signal/signal.js';
import type { Difference } from '../../state/change/difference.js';
import type { Snapshot } from '../../state/snapshot/snapshot.js';
import { payloadOf } from './operation-payload.js';
import type { Parts } from './operation-payload.js';
import type { Operation } from '../operation.js';

/** What is told of a write at the end. */
export interface Told {
  readonly written: readonly {
    readonly document: object;
    readonly schema: RootSchema;
    readonly snapshot: Snapshot;
  }[];
  /** Whether the payload shows a list of documents. Default false. */
  readonly isOfMany?: boolean;
  readonly created?: boolean;
  readonly changed?: readonly Difference[];
}

/**
 * Sends a signal of an operation to those that are to hear it now.
 * @returns what is to be awaited; undefined where no receiver is, and its errors are thrown here
 */
export function send<Of extends SignalPayloadOf, T extends object>(
  operation: Operation,
  signal: Signal<Of>,
  sender: SignalSender<T>,
  parts: Parts<Payload<Of, T>>,
): Promise<void> | undefined {
  const { repository, session, timeout } = operation;
  const payload = payloadOf(operation, signal, sender, session, timeout, parts);
  const runTracked = repository.path.trackedAt(newStep(operation, signal.name));
  return repository.bus.deliver(signal, sender, payload, timeout, runTracked);
}

/**
 * Sends a signal of an operation where anybody is to hear it now. Receivers of a `post…` signal that fail in a transaction fail all of it.
 * @returns whether anybody hears it
 * @throws what the bus throws
 */
export async function announce<Of extends SignalPayloadOf, T extends object>(
  operation: Operation,
  signal: Signal<Of>,
  sender: SignalSender<T>,
  parts: Parts<Payload<Of, T>>,
): Promise<boolean> {
  if (!operation.repository.bus.hasReceivers(signal, sender)) return false;
  try {
    await send(operation, signal, sender, parts);
  } catch (error) {
    if (signal.moment === 'post') operation.scope?.fail(error);
    throw error;
  }
  return true;
}

/**
 * What an operation says of one write: before it, after it, and what is told at the end of its transaction, or without one at its own.
 * After the signals before it there comes either the one that reports it, or a notice that it was not applied; neither if that is unknown.
 */
export class Announcement<Of extends SignalPayloadOf, T extends object> {
  #isAnnounced = false;
  #isSettled = false;

  /**
   * @param signal the one that reports the write
   * @param planned what is written, or would be now; asked for if somebody waits
   * @throws UnmanagedTransactionError if somebody waits for the end of a transaction that is not seen; errors of the source of contexts
   */
  constructor(
    private readonly operation: Operation,
    private readonly signal: Signal<Of>,
    private readonly sender: SignalSender<T>,
    private readonly planned: () => Told,
  ) {
    const { scope, session, label } = operation;
    const isAwaited = this.#isAwaited('afterCommit') || this.#isAwaited('notApplied');
    if (isAwaited || this.#isAwaited('now')) operation.askForContext();
    if (isAwaited && !scope && session?.inTransaction())
      throw new UnmanagedTransactionError(label, signal.name);
    operation.beforeEnd(() => {
      if (this.#isAnnounced && !this.#isSettled && !operation.commands.mayBeApplied) this.notApplied(planned);
    });
  }

  /** Sends a signal before the write. @returns whether anybody hears it @throws what receivers throw: a veto */
  before<Pre extends SignalPayloadOf>(signal: Signal<Pre>, parts: Parts<Payload<Pre, T>>): Promise<boolean> {
    this.#isAnnounced = true;
    return announce(this.operation, signal, this.sender, parts);
  }

  /**
   * The write was applied: notes what is told later, and sends the signal to those that hear it now.
   * @param told what of it is applied, asked for if somebody waits. Default all
   * @throws PostSignalError
   */
  async applied(parts: Parts<Payload<Of, T>>, told = this.planned): Promise<void> {
    const { operation, signal, sender } = this;
    this.#isSettled = true;
    if (this.#isAwaited('afterCommit') || (operation.scope && this.#isAwaited('notApplied')))
      this.#note(told(), true);
    await announce(operation, signal, sender, parts);
  }

  /** The write, or a part of it, was certainly not applied: notes that. Does not throw. */
  notApplied(told: () => Told): void {
    const { operation, signal, sender } = this;
    this.#isSettled = true;
    if (!this.#isAwaited('notApplied')) return;
    try {
      this.#note(told(), false);
    } catch (error) {
      // A getter that fails: the caller has an error already, or none of this.
      const { repository, label } = operation;
      repository.bus.report({
        ...{ error, receiver: label, signal, phase: 'notApplied', sender, payload: undefined },
      });
    }
  }

  #isAwaited(phase: SignalPhase): boolean {
    return this.operation.repository.bus.hasReceivers(this.signal, this.sender, phase);
  }

  #note({ written, isOfMany = false, created, changed }: Told, isApplied: boolean): void {
    if (written.length === 0) return;
    const { signal, sender } = this;
    const { origin, label, context, scope, notices } = this.operation;
    notices.add({
      ...{ signal, sender, isApplied, origin, label, context },
      ...{ attempt: scope?.attempt, transactionId: scope?.unit.id },
      written: written.map(({ document, schema, snapshot }) => ({
        number: notices.numberOf(document),
        ...{ schema, snapshot },
      })),
      ...{ isOfMany, created, changed },
    });
  }
}
