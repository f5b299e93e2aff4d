import { newGate } from './gate.js';
import type { Gate } from './gate.js';

/** An asynchronous validator that answers at once, or, while held back, on demand. */
export class AskedValidator {
  #asked: Gate | undefined;
  #answer: Gate | undefined;
  isAccepted = true;

  readonly validate = async (): Promise<boolean> => {
    this.#asked?.open();
    await this.#answer?.opened;
    return this.isAccepted;
  };

  /** Changes something while the work waits for the validator. @returns what becomes of the work */
  async whileAsked<R>(work: () => Promise<R>, change: () => void): Promise<R> {
    this.#asked = newGate();
    this.#answer = newGate();
    const working = work();
    await Promise.race([this.#asked.opened, working]);
    change();
    this.#answer.open();
    this.#asked = this.#answer = undefined;
    return working;
  }
}
