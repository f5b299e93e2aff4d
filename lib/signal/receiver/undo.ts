import type { DisconnectReceiver } from './receiver.js';

/** An undo that works with `using`. */
export function undoOf(undo: () => void): DisconnectReceiver {
  return Object.assign(undo, { [Symbol.dispose]: undo });
}
