import { allPhases } from '../phase.js';
import type { SignalPhase } from '../phase.js';
import type { Receiver } from './receiver.js';

/** The receivers of one signal for one class, by phase and in calling order, and the names of the signal on the emitter. */
export interface Route extends Record<SignalPhase, readonly Receiver[]> {
  readonly events: readonly string[];
}

/** The route of a signal without receivers. */
export const nowhere: Route = Object.freeze({ now: [], afterCommit: [], notApplied: [], events: [] });

/** @param accepting every receiver of the signal that accepts the class, in the order of connecting */
export function routeTo(accepting: readonly Receiver[], events: readonly string[]): Route {
  const sorted = [...accepting].sort((a, b) => a.order - b.order);
  const byPhase = allPhases.map((phase) => [phase, ofPhase(sorted, phase)] as const);
  return { ...nowhere, ...Object.fromEntries(byPhase), events };
}

/**
 * Leaves out duplicates: a receiver connected for a class and its base class is called once per phase, at the first place that covers the
 * others. The place is known here unless it depends on the payload.
 */
function ofPhase(sorted: readonly Receiver[], phase: SignalPhase): readonly Receiver[] {
  const receivers = sorted.filter((receiver) => receiver.phase === phase);
  return receivers.filter(
    (receiver, index) =>
      !receivers.some(
        (other, place) =>
          other !== receiver && other.covers(receiver) && (place < index || !receiver.covers(other)),
      ),
  );
}
