import { AsyncLocalStorage } from 'node:async_hooks';
import type { ReceiverCaller } from '../signal/delivery.js';
import { isUnderWay, newStep } from './operation-step.js';
import type { OperationStep } from './operation-step.js';

/** Knows which operation's signal something is called from: on the stack, and in asynchronous calls. One for each application. */
export class OperationPath {
  readonly #steps = new AsyncLocalStorage<OperationStep>();
  /** Of the receiver that is being called right now. */
  #onStack: OperationStep | undefined;
  /** How many receivers are being followed. */
  #followedCount = 0;

  /** The step that is asked from, which may be over. Undefined: whoever asks was called by no receiver. */
  get current(): OperationStep | undefined {
    return this.#onStack ?? this.#steps.getStore();
  }

  /** Whether whoever asks was called by a receiver of an operation that is not over. */
  get isInOperation(): boolean {
    return isUnderWay(this.current);
  }

  /** Calls receivers of this step. */
  callerAt(step: OperationStep): ReceiverCaller {
    return new StepCaller(this, step);
  }

  /** What is called belongs to the step until the promise is settled that it returns, if it returns one. */
  follow<R>(step: OperationStep, call: () => R): R {
    this.#followedCount++;
    let result: R;
    try {
      result = this.#steps.run(step, () => this.callAtOnce(step, call));
    } catch (error) {
      this.#settled();
      throw error;
    }
    if (result instanceof Promise) void result.then(this.#settled, this.#settled);
    else this.#settled();
    return result;
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
      return await this.follow(newStep(owner, signal), call);
    } finally {
      owner.isOver = true;
    }
  }

  /** What is called belongs to the step until it returns. */
  callAtOnce<R>(step: OperationStep, call: () => R): R {
    const before = this.#onStack;
    this.#onStack = step;
    try {
      return call();
    } finally {
      this.#onStack = before;
    }
  }

  /**
   * Where nothing is followed there is nothing to know, and what an AsyncLocalStorage costs every promise of the process, those of the
   * driver included, is not paid. Older versions of Node follow promises by hooks; in newer ones this is as good as nothing.
   */
  readonly #settled = (): void => {
    if (--this.#followedCount === 0) this.#steps.disable();
  };
}

class StepCaller implements ReceiverCaller {
  constructor(
    private readonly path: OperationPath,
    private readonly step: OperationStep,
  ) {}

  follow<R>(call: () => R): R {
    return this.path.follow(this.step, call);
  }

  callAtOnce<R>(call: () => R): R {
    return this.path.callAtOnce(this.step, call);
  }
}
