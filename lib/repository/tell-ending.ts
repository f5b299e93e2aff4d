import type { UnitEnvironment } from '../connection/run-unit.js';
import type { TransactionScope } from '../connection/transaction-scope.js';
import type { NotRestored } from '../connection/unit.js';
import { propertyOf } from '../errors/read-safely.js';
import { newPayload } from '../lifecycle/new-payload.js';
import { type OperationPath } from '../lifecycle/operation-path.js';
import { postCommit, postRollback } from '../lifecycle/signals.js';
import { Transaction } from '../lifecycle/unit.js';
import type { UnitPayload } from '../lifecycle/unit.js';
import type { Budget } from '../signal/budget.js';
import type { SignalBus } from '../signal/signal-bus.js';
import type { SignalSender } from '../signal/signal.js';

/** Sends the signals about a transaction as a whole, where somebody listens. */
export function tellEnding(bus: SignalBus, path: OperationPath): UnitEnvironment['tellEnding'] {
  return (ending, scope, error) => {
    const signal = ending === 'afterCommit' ? postCommit : postRollback;
    if (!bus.hasReceivers(signal, Transaction, ending)) return undefined;
    return path.followTelling(Transaction.name, signal.name, path.current, () => {
      const budget = scope.connection.newBudget(false);
      if (ending === 'afterCommit') {
        const payload = payloadOf('postCommit', scope, budget, {});
        return bus.sendAfter(ending, postCommit, Transaction, payload, budget);
      }
      const payload = payloadOf('postRollback', scope, budget, { error });
      return bus.sendAfter(ending, postRollback, Transaction, payload, budget);
    });
  };
}

/** Reports documents that could not be given back as errors that reach no caller: the caller of the transaction gets that of its work. */
export function reportNotRestored(bus: SignalBus): UnitEnvironment['reportNotRestored'] {
  return (scope, documents, cause) => {
    const payload = payloadOf('postRollback', scope, scope.connection.newBudget(false), { error: cause });
    for (const error of documents) {
      const receiver = `${error.documentName}.restore`;
      const sender = senderOf(error);
      bus.report({ error, receiver, signal: postRollback, phase: 'afterRollback', sender, payload });
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
  budget: Budget,
  parts: Parts,
): UnitPayload<Name> & Parts {
  return newPayload(budget, {
    signal,
    sender: Transaction,
    connection: connection.name,
    context: unit.context,
    transactionId: unit.id,
    attempt,
    ...parts,
  });
}
