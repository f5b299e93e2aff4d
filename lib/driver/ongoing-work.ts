import { longestTimer } from '../signal/timeout.js';
import { ShuttingDownError } from './errors/shutdown-error.js';

/**
 * What is under way in one application: operations, transactions, reports of errors. When the application ends, only parts of these
 * begin; and when they have ended, or have had their time, nothing is sent any more.
 */
export class OngoingWork {
  #state: 'open' | 'ending' | 'over' = 'open';
  #count = 0;
  #settle: (() => void) | undefined;
  readonly #isPart: () => boolean;

  /** @param isPart whether what is called right now belongs to something that is under way */
  constructor(isPart: () => boolean = () => false) {
    this.#isPart = isPart;
  }

  /** Whether nothing is sent any more. */
  get isOver(): boolean {
    return this.#state === 'over';
  }

  /** Something begins; `end` is to be called for it. @throws ShuttingDownError */
  begin(documentName: string): void {
    if (this.#state !== 'open') this.assertOpen(documentName);
    this.#count++;
  }

  /** Something comes of what is under way, wherever it is called. `end` is to be called for it. */
  add(): void {
    this.#count++;
  }

  /** Asked where nothing begins that could be waited for. @throws ShuttingDownError */
  assertOpen(documentName: string): void {
    if (this.#state === 'open' || (this.#state === 'ending' && this.#isPart())) return;
    throw new ShuttingDownError(documentName);
  }

  /** Asked before each command. @throws ShuttingDownError */
  assertNotOver(documentName: string): void {
    if (this.#state === 'over') throw new ShuttingDownError(documentName);
  }

  /** Something that had begun has ended. */
  end(): void {
    this.#count--;
    if (this.#count === 0) this.#settle?.();
  }

  /** From now on only parts of what is under way begin. */
  refuseOthers(): void {
    if (this.#state === 'open') this.#state = 'ending';
  }

  /**
   * Waits until nothing is under way, for `time` ms at most. After that nothing is sent.
   * @returns how much is still under way
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
        // At once: what waits for its turn now begins nothing.
        this.#state = 'over';
        resolve();
      };
    });
  }
}
