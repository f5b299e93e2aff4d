import { propertyOf } from '../errors/read-safely.js';

/** The longest timer that there is, in milliseconds. */
export const longestTimer = 2 ** 31 - 1;

/**
 * The time limits of the receivers and validators of one operation, and their AbortSignal. One object serves all signals of an operation.
 * Only waiting counts: a synchronous receiver needs no timer, and cannot be interrupted.
 */
export class OperationTimeout {
  readonly #perReceiver: number | undefined;
  readonly #total: number | undefined;
  #spent = 0;
  /** The controller of the last called receiver, made when it is first used. */
  #controller: AbortController | undefined;

  /**
   * @param perReceiver the limit for one receiver, in ms; undefined for none
   * @param total the limit for all receivers of the operation, in ms, over all its signals; undefined for none
   */
  constructor(perReceiver?: number, total?: number) {
    this.#perReceiver = perReceiver;
    this.#total = total;
  }

  /** Aborted, with the timeout error as the reason, when the receiver or validator that runs now exceeds its limit. */
  get abortSignal(): AbortSignal {
    return (this.#controller ??= new AbortController()).signal;
  }

  /** @internal Begins the next receiver, which gets an AbortSignal of its own. */
  begin(): void {
    this.#controller = undefined;
  }

  /**
   * @internal Waits for a receiver, or for anything else that holds up the operation, within the limits.
   * @param newError makes the timeout error from the limit, and from `total` if that was exceeded
   * @param late receives an error that comes when nobody waits any more
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

/**
 * Whether an error follows from the timeout: aborted work fails with the reason, or with an error caused by it, which is reported already.
 */
function isOf(failure: Error, error: unknown): boolean {
  return error === failure || propertyOf(error, 'cause') === failure;
}
