import { AsyncLocalStorage } from 'node:async_hooks';
import type { RunTracked } from '../signal/delivery.js';
import { isUnderWay, newStep } from './operation-step.js';
import type { OperationStep } from './operation-step.js';

/** Knows which operation's signal something is called from, also in asynchronous calls. One for each application. */
export class OperationPath {
  readonly #steps = new AsyncLocalStorage<OperationStep>();

  /** The step that is asked from, which may be over. Undefined: whoever asks was called by no receiver. */
  get current(): OperationStep | undefined {
    return this.#steps.getStore();
  }

  /** Whether whoever asks was called by a receiver of an operation that is not over. */
  get isInOperation(): boolean {
    return isUnderWay(this.current);
  }

  /** Calls receivers of this step: what they call belongs to it, until its operation is over. */
  trackedAt(step: OperationStep): RunTracked {
    return (call) => this.#steps.run(step, call);
  }

  /**
   * Follows what tells of something that has happened, and writes no document itself: it is under way until its promise is settled.
   * @param label what it tells of
   * @param caller the step that led there
   */
  async followTelling<R>(
    label: string,
    signal: string,
    caller: OperationStep | undefined,
    call: () => Promise<R>,
  ): Promise<R> {
    const owner = { label, caller, documents: [], isOver: false };
    try {
      return await this.#steps.run(newStep(owner, signal), call);
    } finally {
      owner.isOver = true;
    }
  }
}
