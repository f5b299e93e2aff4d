import type { WriteKind } from '../../lifecycle/document-write.js';
import { postWrite } from '../../lifecycle/signals.js';
import type { NotedWrite } from '../../transaction/notices.js';
import type { SignalPhase } from '../../signal/phase.js';
import type { SignalSender } from '../../signal/signal.js';
import type { Difference } from '../../state/change/difference.js';
import type { Operation } from '../operation.js';

/** A write for `postWrite`: of the documents with these ids, or by a filter. */
export interface WriteToNote {
  readonly kind: WriteKind;
  readonly sender: SignalSender;
  readonly ids?: readonly unknown[];
  /** A frozen copy of it. */
  readonly filter?: object;
  /** The number of documents. */
  readonly count: number;
  readonly changed?: readonly Difference[] | undefined;
}

/** Whether `postWrite` has receivers for a class, in any phase. Allocates nothing. */
export function isWriteAwaited({ repository: { bus } }: Operation, sender: SignalSender): boolean {
  return (
    bus.hasReceivers(postWrite, sender, 'now') ||
    bus.hasReceivers(postWrite, sender, 'afterCommit') ||
    bus.hasReceivers(postWrite, sender, 'notApplied')
  );
}

/**
 * Notes a write for `postWrite`, which is sent at the end of the operation, or of the one that it is part of. Ignored if nobody listens.
 * @param isApplied false for a write that was certainly not applied
 */
export function noteWrite(operation: Operation, write: WriteToNote, isApplied = true): void {
  const { root } = operation;
  const isHeard = (phase: SignalPhase): boolean =>
    root.repository.bus.hasReceivers(postWrite, write.sender, phase);
  const isToldLater = isApplied
    ? isHeard('afterCommit') || (root.attempt !== undefined && isHeard('notApplied'))
    : isHeard('notApplied');
  if (!(isToldLater || (isApplied && isHeard('now')))) return;
  const noted = write.changed ? undefined : root.writes.find((each) => isJoined(each, write, isApplied));
  if (noted) {
    for (const id of write.ids ?? []) noted.ids?.push(id);
    noted.count += write.count;
  } else {
    const added = toNoted(root, write, isApplied);
    root.addWrite(added);
    if (isToldLater) root.notices.addWrite(added);
  }
}

/** Whether a write, without changes, continues another one of the operation, as of a delete of many. */
function isJoined(noted: NotedWrite, write: WriteToNote, isApplied: boolean): boolean {
  return (
    noted.ids !== undefined &&
    write.ids !== undefined &&
    !noted.changed &&
    noted.kind === write.kind &&
    noted.sender === write.sender &&
    noted.isApplied === isApplied
  );
}

function toNoted(
  { origin, label, context, attempt }: Operation,
  write: WriteToNote,
  isApplied: boolean,
): NotedWrite {
  const { kind, sender, ids, filter, count, changed } = write;
  return {
    ...{ kind, sender, ids: ids && [...ids], filter, count, changed },
    ...{ isApplied, origin, label, context, attempt: attempt?.number, transactionId: attempt?.run.id },
  };
}
