import type { TransactionEnvironment } from '../../transaction/run-transaction.js';
import type { TransactionAttempt } from '../../transaction/transaction-attempt.js';
import type { NotRestored } from '../../transaction/transaction-run.js';
import { propertyOf } from '../../errors/read-safely.js';
import { newPayload } from '../../lifecycle/new-payload.js';
import type { OperationPath } from '../../lifecycle/operation-path.js';
import { postCommit, postRollback } from '../../lifecycle/signals.js';
import { Transaction } from '../../lifecycle/transaction-payloads.js';
import type { TransactionPayload } from '../../lifecycle/transaction-payloads.js';
import type { AfterPhase } from '../../signal/phase.js';
import type { Context } from '../../signal/signal-context.js';
import type { OperationTimeout } from '../../signal/timeout.js';
import type { SignalBus } from '../../signal/signal-bus.js';
import type { SignalSender } from '../../signal/signal.js';
import type { DocumentMemory } from '../repository-context.js';
import { announceNotices } from './announce-notices.js';

/** Whether any receiver listens to the end of transactions. */
export function hasEndReceivers(bus: SignalBus): boolean {
  return (
    bus.hasReceivers(postCommit, Transaction, 'afterCommit') ||
    bus.hasReceivers(postRollback, Transaction, 'notApplied')
  );
}

/** Sends the signals for a transaction's writes, then those about the transaction itself. */
export function announceEnd(
  bus: SignalBus,
  path: OperationPath,
  memory: DocumentMemory,
): TransactionEnvironment['announceEnd'] {
  return async (ending, attempt, error) => {
    const { connection, notices } = attempt;
    await announceNotices({ bus, path, memory, connection }, notices, ending, () => givenContext(attempt));
    await announceTransactionEnd(bus, path, ending, attempt, error);
  };
}

/** The context of a transaction; undefined if it was given none. */
function givenContext({ run: { context } }: TransactionAttempt): Context | undefined {
  return Object.keys(context).length > 0 ? context : undefined;
}

async function announceTransactionEnd(
  bus: SignalBus,
  path: OperationPath,
  ending: AfterPhase,
  attempt: TransactionAttempt,
  error: unknown,
): Promise<void> {
  const signal = ending === 'afterCommit' ? postCommit : postRollback;
  if (!bus.hasReceivers(signal, Transaction, ending)) return;
  await path.followTelling(Transaction.name, signal.name, path.current, async () => {
    const timeout = attempt.connection.newTimeout(false);
    if (ending === 'afterCommit') {
      const payload = payloadOf('postCommit', attempt, timeout, {});
      await bus.sendAfter(ending, postCommit, Transaction, payload, timeout);
    } else {
      const payload = payloadOf('postRollback', attempt, timeout, { error });
      await bus.sendAfter(ending, postRollback, Transaction, payload, timeout);
    }
  });
}

/** Reports documents that could not be restored. These errors reach no caller: the caller of the transaction gets the error of its work. */
export function reportNotRestored(bus: SignalBus): TransactionEnvironment['reportNotRestored'] {
  return (attempt, documents, cause) => {
    const payload = payloadOf('postRollback', attempt, attempt.connection.newTimeout(false), {
      error: cause,
    });
    for (const error of documents) {
      const receiver = `${error.documentName}.restore`;
      const sender = senderOf(error);
      bus.report({ error, receiver, signal: postRollback, phase: 'notApplied', sender, payload });
    }
  };
}

function senderOf(error: NotRestored): SignalSender {
  const ofDocument = propertyOf(propertyOf(error, 'document'), 'constructor');
  return typeof ofDocument === 'function' ? (ofDocument as SignalSender) : Transaction;
}

function payloadOf<Name extends string, OwnFields extends object>(
  signal: Name,
  { connection, run, number }: TransactionAttempt,
  timeout: OperationTimeout,
  parts: OwnFields,
): TransactionPayload<Name> & OwnFields {
  return newPayload(timeout, {
    signal,
    sender: Transaction,
    connection: connection.name,
    context: run.context,
    transactionId: run.id,
    attempt: number,
    ...parts,
  });
}
