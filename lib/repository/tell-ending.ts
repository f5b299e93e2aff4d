import type { UnitEnvironment } from '../connection/run-unit.js';
import type { TransactionScope } from '../connection/transaction-scope.js';
import { newPayload } from '../lifecycle/new-payload.js';
import { type OperationPath } from '../lifecycle/operation-path.js';
import { postCommit, postRollback } from '../lifecycle/signals.js';
import { Transaction } from '../lifecycle/unit.js';
import type { UnitPayload } from '../lifecycle/unit.js';
import type { Budget } from '../signal/budget.js';
import type { SignalBus } from '../signal/signal-bus.js';

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
