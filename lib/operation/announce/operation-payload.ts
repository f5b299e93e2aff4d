import type { ClientSession } from 'mongodb';
import type { TransactionAttempt } from '../../transaction/transaction-attempt.js';
import { newPayload } from '../../lifecycle/new-payload.js';
import type { SignalOrigin, SignalPayload } from '../../lifecycle/payloads.js';
import type { Context } from '../../signal/signal-context.js';
import type { OperationTimeout } from '../../signal/timeout.js';
import type { Payload, SignalPayloadOf, SignalSender, Signal } from '../../signal/signal.js';
import type { WriteBehaviours } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';

/** The fields that a signal's payload adds to those of every payload. */
export type OwnFields<P> = Omit<P, keyof SignalPayload<string, unknown>>;

/** The operation that sends a signal. */
interface SendingOperation {
  readonly repository: RepositoryContext;
  readonly origin: SignalOrigin;
  readonly context: Context;
  readonly behaviours: WriteBehaviours | undefined;
  /** The transaction attempt that it belongs to. */
  readonly attempt: TransactionAttempt | undefined;
}

/**
 * Builds the payload of a signal that an operation sends.
 * @param session for receivers to pass on, so that their writes join the transaction
 */
export function payloadOf<Of extends SignalPayloadOf, T extends object>(
  { repository, origin, context, behaviours, attempt }: SendingOperation,
  signal: Signal<Of>,
  sender: SignalSender<T>,
  session: ClientSession | undefined,
  timeout: OperationTimeout,
  parts: OwnFields<Payload<Of, T>>,
): Payload<Of, T> {
  const fields = {
    signal: signal.name,
    sender,
    connection: repository.connection.name,
    context,
    session,
    origin,
    attempt: attempt?.number,
    transactionId: attempt?.run.id,
    ...parts,
  };
  const payload = newPayload(timeout, fields);
  if (behaviours) repository.memory.behaviours.set(payload, behaviours);
  return payload;
}
