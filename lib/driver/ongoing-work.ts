import { longestTimer } from '../signal/timeout.js';
import { ShuttingDownError } from './errors/shutdown-error.js';

/**
 * The ongoing work of one application: operations, transactions, reports of errors. During shutdown only parts of these may begin; once
 * they have ended, or have timed out, nothing is sent any more.
 */
export class OngoingWork {
  #state: 'open' | 'ending' | 'over' = 'open';
  #count = 0;
  #settle: (() => void) | undefined;
  readonly #isPart: () => boolean;

  /** @param isPart whether the current call belongs to ongoing work */
  constructor(isPart: () => boolean = () => false) {
    this.#isPart = isPart;
  }

  /** Whether nothing may be sent any more. */
  get isOver(): boolean {
    return this.#state === 'over';
  }

  /** Begins a piece of work, to be followed by `end`. @throws ShuttingDownError */
  begin(documentName: string): void {
    if (this.#state !== 'open') this.assertOpen(documentName);
    this.#count++;
  }

  /** Begins a part of ongoing work, wherever it is called, to be followed by `end`. */
  add(): void {
    this.#count++;
  }

  /** Checks that work may begin, where nothing begins that could be waited for. @throws ShuttingDownError */
  assertOpen(documentName: string): void {
    if (this.#state === 'open' || (this.#state === 'ending' && this.#isPart())) return;
    throw new ShuttingDownError(documentName);
  }

  /** Checks that a command may be sent. @throws ShuttingDownError */
  assertNotOver(documentName: string): void {
    if (this.#state === 'over') throw new ShuttingDownError(documentName);
  }

  /** Ends a piece of work. */
  end(): void {
    this.#count--;
    if (this.#count === 0) this.#settle?.();
  }

  /** Admits only parts of ongoing work from now on. */
  refuseOthers(): void {
    if (this.#state === 'open') this.#state = 'ending';
  }

  /**
   * Waits until all work has ended, for `time` ms at most. After that nothing is sent.
   * @returns the number of unfinished pieces of work
   */
  async finish(time: number): Promise<number> {
    this.refuseOthers();
    if (this.#count > 0) await this.#settled(time);
    this.#state = 'over';
    return this.#count;
  }

  #settled(time: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = time > longestTimer ? undefined : setTimeout(resolve, time);
      this.#settle = (): void => {
        clearTimeout(timer);
        // Set at once: waiting commands must not begin now.
        this.#state = 'over';
        resolve();
      };
    });
  }
}
