import type { Context } from '../../signal/signal-context.js';
import type { WriteBehaviours } from '../operation-options.js';

/** The part of a write that decides on the values of fields that the library fills. An operation is one. */
export interface RuledWrite {
  readonly context: Context;
  /** The switches of the call; undefined if all behaviours act. */
  readonly behaviours: WriteBehaviours | undefined;
}
