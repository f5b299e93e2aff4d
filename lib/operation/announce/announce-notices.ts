import type { Connection } from '../../driver/connection.js';
import type { Notice, WrittenDocument } from '../../transaction/notices.js';
import { newPayload } from '../../lifecycle/new-payload.js';
import type { OperationPath } from '../../lifecycle/operation-path.js';
import type { AfterPhase } from '../../signal/phase.js';
import type { SignalBus } from '../../signal/signal-bus.js';
import { toChangeSet } from '../../state/change/to-change-set.js';
import { copyAsStored } from './copy-as-stored.js';
import type { DocumentMemory } from '../repository-context.js';

/** The part of a repository, or of a transaction, that sends notices. */
export interface NoticeTeller {
  readonly bus: SignalBus;
  readonly path: OperationPath;
  readonly memory: DocumentMemory;
  readonly connection: Connection;
}

/**
 * Notifies listeners of later phases about all writes, in order. After a commit each document is shown as its last write left it. Never
 * rejects.
 * @param ending the outcome of the writes that were applied
 */
export async function announceNotices(
  teller: NoticeTeller,
  notices: readonly Notice[],
  ending: AfterPhase,
): Promise<void> {
  const last = lastWritten(notices);
  for (const notice of notices) {
    const phase = notice.isApplied ? ending : 'notApplied';
    if (!teller.bus.hasReceivers(notice.signal, notice.sender, phase)) continue;
    const shown =
      phase === 'afterCommit' ? notice.written.map((each) => last.get(each.number) ?? each) : notice.written;
    await tell(teller, notice, shown, phase);
  }
}

function lastWritten(notices: readonly Notice[]): ReadonlyMap<number, WrittenDocument> {
  const applied = notices.filter(({ isApplied }) => isApplied);
  return new Map(applied.flatMap(({ written }) => written.map((each) => [each.number, each] as const)));
}

async function tell(
  teller: NoticeTeller,
  notice: Notice,
  shown: readonly WrittenDocument[],
  phase: AfterPhase,
): Promise<void> {
  const { bus, path } = teller;
  const { label, signal, sender } = notice;
  try {
    await path.followTelling(label, `${signal.name} ${phase}`, path.current, async () => {
      const timeout = teller.connection.newTimeout(false);
      const payload = newPayload(timeout, fieldsOf(teller, notice, shown));
      await bus.sendAfter(phase, signal, sender, payload, timeout);
    });
  } catch (error) {
    // A constructor failed while a copy was built: the caller is not concerned.
    bus.report({ error, receiver: label, signal, phase, sender, payload: undefined });
  }
}

function fieldsOf(
  { memory, connection }: NoticeTeller,
  { signal, sender, context, origin, attempt, transactionId, isOfMany, created, changed }: Notice,
  shown: readonly WrittenDocument[],
): object {
  const copies = shown.map((each) => copyAsStored(memory, each));
  return {
    ...{ signal: signal.name, sender, connection: connection.name, context, session: undefined },
    ...{ origin, attempt, transactionId },
    ...(isOfMany ? { documents: Object.freeze(copies) } : { document: copies[0] }),
    ...(created !== undefined && { created }),
    ...(changed && { changes: toChangeSet(() => changed) }),
  };
}
