import { propertyOf } from '../errors/read-safely.js';

/** Milliseconds. Longer timers do not exist. */
export const longestTimer = 2 ** 31 - 1;

/**
 * The time that the receivers of one operation, and its validators, have, and the AbortSignal that tells them when it is over. One for each operation, whose
 * signals are sent one after another. Only waiting is limited and counted: a synchronous receiver costs no timer, and cannot be ended.
 */
export class OperationTimeout {
  readonly #perReceiver: number | undefined;
  readonly #total: number | undefined;
  #spent = 0;
  /** Of the receiver that is called now, or was called last. Made when somebody asks for it. */
  #controller: AbortController | undefined;

  /**
   * @param perReceiver how long one receiver may take, in ms. Undefined: as long as it likes.
   * @param total how long all receivers of the operation together may take, in ms, over all its signals. Undefined: as long as they like.
   */
  constructor(perReceiver?: number, total?: number) {
    this.#perReceiver = perReceiver;
    this.#total = total;
  }

  /** Aborted, with the error of its timeout as reason, when the time of the receiver or validator that is called now is over. */
  get abortSignal(): AbortSignal {
    return (this.#controller ??= new AbortController()).signal;
  }

  /** @internal The next receiver is called: what was aborted for others is not for it. */
  begin(): void {
    this.#controller = undefined;
  }

  /**
   * @internal Waits as long as a receiver, or what else holds up the operation, may take.
   * @param newError makes the error of one whose time was over, of the time that it had, and of `total` if that was used up
   * @param late told of an error that comes when nobody waits any more
   * @throws that error
   */
  wait<R>(
    result: Promise<R>,
    newError: (limit: number, total: number | undefined) => Error,
    late?: (error: unknown) => void,
  ): Promise<R> {
    const left = this.#total === undefined ? Infinity : Math.max(0, this.#total - this.#spent);
    const limit = Math.min(this.#perReceiver ?? Infinity, left);
    if (limit > longestTimer) return result;
    return new Promise((resolve, reject) => {
      const began = performance.now();
      let failure: Error | undefined;
      const timer = setTimeout(() => {
        this.#spent += performance.now() - began;
        failure = newError(limit, limit === this.#perReceiver ? undefined : this.#total);
        (this.#controller ??= new AbortController()).abort(failure);
        reject(failure);
      }, limit);
      const settled = (): void => {
        clearTimeout(timer);
        this.#spent += performance.now() - began;
      };
      result.then(
        (value) => {
          if (failure) return;
          settled();
          resolve(value);
        },
        (error: unknown) => {
          if (failure) {
            if (!isOf(failure, error)) late?.(error);
            return;
          }
          settled();
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the receiver's own, as it is
          reject(error);
        },
      );
    });
  }
}

/** Work that was aborted fails with the reason, or with an error that it is the cause of. That is known already. */
function isOf(failure: Error, error: unknown): boolean {
  return error === failure || propertyOf(error, 'cause') === failure;
}
