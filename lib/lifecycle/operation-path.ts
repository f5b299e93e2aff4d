import { AsyncLocalStorage } from 'node:async_hooks';
import { isPromiseLike } from '../errors/is-promise-like.js';
import { RecursiveSignalError } from './lifecycle-errors.js';

/** One operation that is sending a signal, and the one whose signal it was called from. */
interface Step {
  readonly label: string;
  readonly signal: string;
  readonly documents: readonly object[];
  readonly outer: Step | undefined;
  readonly depth: number;
  /** Work that a receiver left behind is no part of an operation that has ended. */
  readonly isOver: () => boolean;
}

const depthLimit = 8;

/**
 * Knows, for the asynchronous call that asks, which operations it was called from: an operation may be called by a receiver of
 * another, but not by a receiver of itself. One for each application.
 */
export class OperationPath {
  readonly #steps = new AsyncLocalStorage<Step>();
  /** How many signals are being sent. */
  #sendingCount = 0;

  /**
   * @throws RecursiveSignalError if one of the documents is being written by an operation further up, or if too many nest
   */
  assertCanEnter(label: string, documents: readonly object[]): void {
    const current = this.#current();
    if (current && current.depth >= depthLimit)
      throw new RecursiveSignalError(pathTo(current, label), depthLimit);
    for (let step = current; step; step = step.outer) {
      if (!step.documents.some((document) => documents.includes(document))) continue;
      throw new RecursiveSignalError(pathTo(current, label), undefined);
    }
  }

  /** Runs the sending of a signal as part of an operation, which lasts until its promise is settled, if it returns one. */
  run<R>(
    label: string,
    signal: string,
    documents: readonly object[],
    isOver: () => boolean,
    sending: () => R,
  ): R {
    const outer = this.#current();
    const step: Step = { label, signal, documents, outer, depth: (outer?.depth ?? 0) + 1, isOver };
    this.#sendingCount++;
    let result: R;
    try {
      result = this.#steps.run(step, sending);
    } catch (error) {
      this.#sent();
      throw error;
    }
    if (isPromiseLike(result)) void result.then(this.#sent, this.#sent);
    else this.#sent();
    return result;
  }

  /**
   * Where no signal is being sent there is nothing to know, and what an AsyncLocalStorage costs every promise of the process, those of
   * the driver included, is not paid. Older versions of Node follow promises by hooks; in newer ones this is as good as nothing.
   */
  readonly #sent = (): void => {
    if (--this.#sendingCount === 0) this.#steps.disable();
  };

  #current(): Step | undefined {
    let step = this.#steps.getStore();
    while (step?.isOver()) step = step.outer;
    return step;
  }
}

function pathTo(last: Step | undefined, label: string): string[] {
  const path = [label];
  for (let step = last; step; step = step.outer) path.unshift(step.label, step.signal);
  return path;
}
