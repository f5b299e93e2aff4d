import { AsyncLocalStorage } from 'node:async_hooks';
import type { RunTracked } from '../signal/delivery.js';
import { isUnderWay, newStep } from './operation-step.js';
import type { OperationStep } from './operation-step.js';

/** Knows the operation and signal that a call comes from, across asynchronous calls. One per application. */
export class OperationPath {
  readonly #steps = new AsyncLocalStorage<OperationStep>();

  /** Knows no call any more, and costs nothing: Node 20 hands on each storage in use to every new promise of the process. */
  end(): void {
    this.#steps.disable();
  }

  /** The step of the current call, which may be over; undefined outside of receivers. */
  get current(): OperationStep | undefined {
    return this.#steps.getStore();
  }

  /** Whether the current call comes from a receiver of an operation that is not over. */
  get isInOperation(): boolean {
    return isUnderWay(this.current);
  }

  /** Tracks receivers of this step: their calls belong to it until its operation is over. */
  trackedAt(step: OperationStep): RunTracked {
    return (call) => this.#steps.run(step, call);
  }

  /**
   * Tracks notices of an event, which write no document themselves, until their promise is settled.
   * @param label names the event
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
