import type { Receiver } from './receiver.js';

/** The connections of each function, by the first of them in calling order. */
export type JoinedConnections = ReadonlyMap<Receiver, readonly Receiver[]>;

/** Joins connections of one function, with one condition, for several classes: it is called once, at the place of the first. */
export function joinConnections(receivers: readonly Receiver[]): JoinedConnections {
  const joined = new Map<Receiver, Receiver[]>();
  for (const receiver of receivers) {
    const first = receivers.find(({ call, when }) => call === receiver.call && when === receiver.when);
    const known = joined.get(first as Receiver);
    if (known) known.push(receiver);
    else joined.set(receiver, [receiver]);
  }
  return joined;
}
