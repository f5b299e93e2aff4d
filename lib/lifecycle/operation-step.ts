import { RecursiveSignalError } from './lifecycle-errors.js';

/** An operation from the view of calls made by its receivers. */
export interface StepOwner {
  /** `Person.save` */
  readonly label: string;
  /** The documents that it writes. */
  readonly documents: readonly object[];
  /** The step that it was called from; undefined outside of receivers. */
  readonly caller: OperationStep | undefined;
  /** Whether the operation has ended: work that a receiver left behind does not count as part of it. */
  readonly isOver: boolean;
}

/** An operation that is sending a signal, and the step that it was called from. */
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
 * Checks nesting: an operation may be called by a receiver of another, but not by a receiver of itself.
 * @throws RecursiveSignalError if an outer operation is writing one of its documents, or if too many nest
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
