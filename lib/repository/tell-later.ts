import type { AfterPhase } from '../signal/phase.js';
import type { Payload, SignalPayloadOf, SignalSender, Signal } from '../signal/signal.js';
import { copyAsStored } from './copy-as-stored.js';
import type { Written } from './last-written.js';
import type { Operation } from './operation.js';
import { payloadOf } from './operation-payload.js';
import type { Parts } from './operation-payload.js';

/**
 * Something was written, and somebody waits for the end of the transaction, or, outside of one, of the operation, to hear of it.
 * @param partsOf makes the parts of the payload, of copies of what was written, to be read only
 */
export function tellLater<Of extends SignalPayloadOf, T extends object>(
  operation: Operation,
  signal: Signal<Of>,
  sender: SignalSender<T>,
  written: readonly Written[],
  partsOf: (copies: readonly T[]) => Parts<Payload<Of, T>>,
): void {
  const { repository, scope, label, caller } = operation;
  const { bus, path, memory } = repository;
  const last = memory.lastWrittenIn(scope);
  for (const each of written) last.note(each);
  const send = (ending: AfterPhase): Promise<void> => {
    const ended = ending === 'afterCommit' ? written.map((each) => last.find(each)) : written;
    const copies = ended.map((each) => copyAsStored(repository, each) as T);
    const budget = repository.connection.newBudget(false);
    const payload = payloadOf(operation, signal, sender, undefined, budget, partsOf(copies));
    return bus.sendAfter(ending, signal, sender, payload, budget);
  };
  operation.atEnd(async (ending) => {
    try {
      await path.followTelling(label, `${signal.name} ${ending}`, caller, () => send(ending));
    } catch (error) {
      // A constructor that fails when a copy is made: the caller has nothing to do with that.
      bus.report({ error, receiver: label, signal, phase: ending, sender, payload: undefined });
    }
  });
}
