import { allPhases } from '../phase.js';
import type { SignalPhase } from '../phase.js';
import type { Receiver } from './receiver.js';

/** Receivers of one signal for one class, by phase, in the order in which they are called, and its names on the emitter. */
export interface Route extends Record<SignalPhase, readonly Receiver[]> {
  readonly events: readonly string[];
}

/** Nobody hears what is sent. */
export const nowhere: Route = Object.freeze({ now: [], afterCommit: [], notApplied: [], events: [] });

/** @param accepting every receiver of the signal that accepts the class, in the order of connecting */
export function routeTo(accepting: readonly Receiver[], events: readonly string[]): Route {
  const sorted = [...accepting].sort((a, b) => a.order - b.order);
  const byPhase = allPhases.map((phase) => [phase, ofPhase(sorted, phase)] as const);
  return { ...nowhere, ...Object.fromEntries(byPhase), events };
}

/**
 * Connected for a class and for its base class, a receiver is called once in a phase: where it comes first of those that are told of as
 * much. Which one that is, is known here unless it depends on the payload.
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
