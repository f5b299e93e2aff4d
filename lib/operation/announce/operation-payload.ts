import type { ClientSession } from 'mongodb';
import type { TransactionScope } from '../../transaction/transaction-attempt.js';
import { newPayload } from '../../lifecycle/new-payload.js';
import type { SignalOrigin, SignalPayload } from '../../lifecycle/payloads.js';
import type { Context } from '../../signal/signal-context.js';
import type { OperationTimeout } from '../../signal/timeout.js';
import type { Payload, SignalPayloadOf, SignalSender, Signal } from '../../signal/signal.js';
import type { RepositoryContext } from '../repository-context.js';

/** What a signal's payload has of its own. */
export type Parts<P> = Omit<P, keyof SignalPayload<string, unknown>>;

/** The operation that sends a signal. */
interface SendingOperation {
  readonly repository: RepositoryContext;
  readonly origin: SignalOrigin;
  readonly context: Context;
  /** The attempt of a transaction that it belongs to. */
  readonly scope: TransactionScope | undefined;
}

/**
 * The payload of a signal that an operation sends.
 * @param session that receivers are to pass on, as their writes belong to the transaction
 */
export function payloadOf<Of extends SignalPayloadOf, T extends object>(
  { repository, origin, context, scope }: SendingOperation,
  signal: Signal<Of>,
  sender: SignalSender<T>,
  session: ClientSession | undefined,
  timeout: OperationTimeout,
  parts: Parts<Payload<Of, T>>,
): Payload<Of, T> {
  const fields = {
    signal: signal.name,
    sender,
    connection: repository.connection.name,
    context,
    session,
    origin,
    attempt: scope?.attempt,
    transactionId: scope?.unit.id,
    ...parts,
  };
  return newPayload(timeout, fields);
}
