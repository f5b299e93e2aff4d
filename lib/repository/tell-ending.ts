import type { UnitEnvironment } from '../connection/run-unit.js';
import type { TransactionScope } from '../connection/transaction-scope.js';
import { newPayload } from '../lifecycle/new-payload.js';
import { postCommit, postRollback } from '../lifecycle/signals.js';
import { Transaction } from '../lifecycle/unit.js';
import type { UnitPayload } from '../lifecycle/unit.js';
import type { Budget } from '../signal/budget.js';
import type { SignalBus } from '../signal/signal-bus.js';

/** Sends the signals about a transaction as a whole, where somebody listens. */
export function tellEnding(bus: SignalBus): UnitEnvironment['tellEnding'] {
  return async (ending, scope, error) => {
    if (!bus.hasReceivers(ending === 'afterCommit' ? postCommit : postRollback, Transaction, ending)) return;
    const budget = scope.connection.newBudget(false);
    if (ending === 'afterCommit')
      await bus.sendAfter(
        ending,
        postCommit,
        Transaction,
        payloadOf('postCommit', scope, budget, {}),
        budget,
      );
    else
      await bus.sendAfter(
        ending,
        postRollback,
        Transaction,
        payloadOf('postRollback', scope, budget, { error }),
        budget,
      );
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
