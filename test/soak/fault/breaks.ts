import { Notices } from '../../../lib/transaction/notices.js';
import { TransactionRun } from '../../../lib/transaction/transaction-run.js';

/** Deliberate breaks that the soak must detect; made from here, not in lib/. */
export const breaks = {
  /** Documents in memory stay, at the start of another attempt and after a rollback, as the attempt before has left them. */
  'retry-reset': () => replace(TransactionRun.prototype, 'restore', () => () => []),
  /** One in ten writes loses its notice after the end of its transaction. */
  'lost-notice': () => {
    let count = 0;
    return replace(
      Notices.prototype,
      'add',
      (add) =>
        function (this: Notices, notice) {
          if (++count % 10 !== 0) add.call(this, notice);
        },
    );
  },
} satisfies Record<string, () => () => void>;

export type Break = keyof typeof breaks;

/** @returns the undo */
function replace<T extends object, K extends keyof T>(
  prototype: T,
  name: K,
  by: (original: T[K]) => T[K],
): () => void {
  const original = prototype[name];
  prototype[name] = by(original);
  return () => {
    prototype[name] = original;
  };
}
