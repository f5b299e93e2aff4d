import type { UnitEnvironment } from '../../transaction/run-transaction.js';
import type { TransactionScope } from '../../transaction/transaction-attempt.js';
import type { NotRestored } from '../../transaction/transaction-run.js';
import { propertyOf } from '../../errors/read-safely.js';
import { newPayload } from '../../lifecycle/new-payload.js';
import type { OperationPath } from '../../lifecycle/operation-path.js';
import { postCommit, postRollback } from '../../lifecycle/signals.js';
import { Transaction } from '../../lifecycle/unit.js';
import type { UnitPayload } from '../../lifecycle/unit.js';
import type { AfterPhase } from '../../signal/phase.js';
import type { OperationTimeout } from '../../signal/timeout.js';
import type { SignalBus } from '../../signal/signal-bus.js';
import type { SignalSender } from '../../signal/signal.js';
import type { DocumentMemory } from '../repository-context.js';
import { tellNotices } from './tell-notices.js';

/** Whether any receiver listens to the end of transactions. */
export function isEndHeard(bus: SignalBus): boolean {
  return (
    bus.hasReceivers(postCommit, Transaction, 'afterCommit') ||
    bus.hasReceivers(postRollback, Transaction, 'notApplied')
  );
}

/** Sends the signals for a transaction's writes, then those about the transaction itself. */
export function tellEnding(
  bus: SignalBus,
  path: OperationPath,
  memory: DocumentMemory,
): UnitEnvironment['tellEnding'] {
  return async (ending, scope, error) => {
    const { connection, notices } = scope;
    await tellNotices({ bus, path, memory, connection }, notices.all, ending);
    await tellOfWhole(bus, path, ending, scope, error);
  };
}

async function tellOfWhole(
  bus: SignalBus,
  path: OperationPath,
  ending: AfterPhase,
  scope: TransactionScope,
  error: unknown,
): Promise<void> {
  const signal = ending === 'afterCommit' ? postCommit : postRollback;
  if (!bus.hasReceivers(signal, Transaction, ending)) return;
  await path.followTelling(Transaction.name, signal.name, path.current, async () => {
    const timeout = scope.connection.newTimeout(false);
    if (ending === 'afterCommit') {
      const payload = payloadOf('postCommit', scope, timeout, {});
      await bus.sendAfter(ending, postCommit, Transaction, payload, timeout);
    } else {
      const payload = payloadOf('postRollback', scope, timeout, { error });
      await bus.sendAfter(ending, postRollback, Transaction, payload, timeout);
    }
  });
}

/** Reports documents that could not be restored. These errors reach no caller: the caller of the transaction gets the error of its work. */
export function reportNotRestored(bus: SignalBus): UnitEnvironment['reportNotRestored'] {
  return (scope, documents, cause) => {
    const payload = payloadOf('postRollback', scope, scope.connection.newTimeout(false), { error: cause });
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

function payloadOf<Name extends string, Parts extends object>(
  signal: Name,
  { connection, unit, attempt }: TransactionScope,
  timeout: OperationTimeout,
  parts: Parts,
): UnitPayload<Name> & Parts {
  return newPayload(timeout, {
    signal,
    sender: Transaction,
    connection: connection.name,
    context: unit.context,
    transactionId: unit.id,
    attempt,
    ...parts,
  });
}
