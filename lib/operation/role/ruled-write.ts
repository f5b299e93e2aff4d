import type { Context } from '../../signal/signal-context.js';
import type { WriteBehaviours } from '../operation-options.js';

/** The part of a write that decides on the values of fields that the library fills. An operation is one. */
export interface RuledWrite {
  readonly context: Context;
  /** The switches of the call; undefined if all behaviours act. */
  readonly behaviours: WriteBehaviours | undefined;
}

/** The switches of calls that have some, by the payloads of their signals. */
const ofPayloads = new WeakMap<object, WriteBehaviours>();

/** Notes the switches of the call that sends a payload. */
export function noteBehaviours(payload: object, behaviours: WriteBehaviours | undefined): void {
  if (behaviours) ofPayloads.set(payload, behaviours);
}

/** The write that a signal before it announces. */
export function writeOf(payload: { readonly context: Context }): RuledWrite {
  return { context: payload.context, behaviours: ofPayloads.get(payload) };
}
