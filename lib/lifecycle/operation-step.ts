import { RecursiveSignalError } from './lifecycle-errors.js';

/** An operation, as those see it that its receivers call. */
export interface StepOwner {
  /** `Person.save` */
  readonly label: string;
  /** Those that it writes. */
  readonly documents: readonly object[];
  /** The step that it was called from; undefined: from no receiver. */
  readonly caller: OperationStep | undefined;
  /** Work that a receiver left behind is no part of an operation that has ended. */
  readonly isOver: boolean;
}

/** One operation that is sending a signal, and the one whose signal it was called from. */
export interface OperationStep {
  readonly owner: StepOwner;
  readonly signal: string;
  readonly outer: OperationStep | undefined;
  readonly depth: number;
}

const depthLimit = 8;

export function newStep(owner: StepOwner, signal: string): OperationStep {
  const outer = underWay(owner.caller);
  return { owner, signal, outer, depth: (outer?.depth ?? 0) + 1 };
}

/**
 * An operation may be called by a receiver of another, but not by a receiver of itself.
 * @throws RecursiveSignalError if one of its documents is being written by an operation further up, or if too many nest
 */
export function assertCanEnter({ label, caller }: StepOwner, documents: readonly object[]): void {
  const last = underWay(caller);
  if (!last) return;
  if (last.depth >= depthLimit) throw new RecursiveSignalError(pathTo(last, label), depthLimit);
  for (let step: OperationStep | undefined = last; step; step = step.outer) {
    if (!step.owner.documents.some((document) => documents.includes(document))) continue;
    throw new RecursiveSignalError(pathTo(last, label), undefined);
  }
}

/** Whether a step, or one that led to it, belongs to an operation that is not over. */
export function isUnderWay(step: OperationStep | undefined): boolean {
  return underWay(step) !== undefined;
}

function underWay(step: OperationStep | undefined): OperationStep | undefined {
  let last = step;
  while (last?.owner.isOver) last = last.outer;
  return last;
}

function pathTo(last: OperationStep, label: string): string[] {
  const path = [label];
  for (let step: OperationStep | undefined = last; step; step = step.outer)
    path.unshift(step.owner.label, step.signal);
  return path;
}
