import type { Undo } from './receiver.js';

/** An undo that works with `using`. */
export function undoOf(undo: () => void): Undo {
  return Object.assign(undo, { [Symbol.dispose]: undo });
}
