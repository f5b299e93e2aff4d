import type { UnitEnvironment } from '../connection/run-unit.js';
import { postCommit, postRollback } from '../lifecycle/signals.js';
import { Transaction } from '../lifecycle/unit.js';
import { Budget } from '../signal/budget.js';
import type { SignalBus } from '../signal/signal-bus.js';

/** Sends the signals about a transaction as a whole. */
export function tellEnding(bus: SignalBus): UnitEnvironment['tellEnding'] {
  return async (ending, { connection, unit, attempt }, error) => {
    const { receiver, operation } = connection.budgets.outside;
    const budget = new Budget(receiver, operation);
    const parts = {
      sender: Transaction,
      connection: connection.name,
      context: unit.context,
      transactionId: unit.id,
      attempt,
      get abortSignal() {
        return budget.abortSignal;
      },
    };
    if (ending === 'afterCommit') {
      const payload = Object.freeze({ signal: 'postCommit' as const, ...parts });
      await bus.sendAfter(ending, postCommit, Transaction, payload, budget);
    } else {
      const payload = Object.freeze({ signal: 'postRollback' as const, error, ...parts });
      await bus.sendAfter(ending, postRollback, Transaction, payload, budget);
    }
  };
}
