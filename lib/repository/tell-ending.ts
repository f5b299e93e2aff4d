import type { UnitEnvironment } from '../connection/run-unit.js';
import { postCommit, postRollback } from '../lifecycle/signals.js';
import { Transaction } from '../lifecycle/unit.js';
import type { UnitPayload } from '../lifecycle/unit.js';
import { Budget } from '../signal/budget.js';
import type { SignalBus } from '../signal/signal-bus.js';

/** Sends the signals about a transaction as a whole. */
export function tellEnding(bus: SignalBus): UnitEnvironment['tellEnding'] {
  return async (ending, { connection, unit, attempt }, error) => {
    const { receiver, operation } = connection.budgets.outside;
    const budget = new Budget(receiver, operation);
    const payloadOf = <Name extends string, Parts extends object>(
      signal: Name,
      parts: Parts,
    ): UnitPayload<Name> & Parts =>
      Object.freeze({
        signal,
        sender: Transaction,
        connection: connection.name,
        context: unit.context,
        transactionId: unit.id,
        attempt,
        get abortSignal() {
          return budget.abortSignal;
        },
        ...parts,
      });
    if (ending === 'afterCommit')
      await bus.sendAfter(ending, postCommit, Transaction, payloadOf('postCommit', {}), budget);
    else await bus.sendAfter(ending, postRollback, Transaction, payloadOf('postRollback', { error }), budget);
  };
}
