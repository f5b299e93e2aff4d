import type { Notice, Notices, WrittenDocument } from '../../transaction/notices.js';
import { newPayload } from '../../lifecycle/new-payload.js';
import type { AfterPhase } from '../../signal/phase.js';
import type { Context } from '../../signal/signal-context.js';
import { toChangeSet } from '../../state/change/to-change-set.js';
import { announceWritesAfter } from './announce-writes.js';
import { copyAsStored } from './copy-as-stored.js';
import type { NoticeTeller } from './notice-teller.js';

/**
 * Notifies listeners of later phases about all writes, in order, and then about all together. After a commit each document is shown as
 * its last write left it. Never rejects.
 * @param ending the outcome of the writes that were applied
 * @param contextOfAll gives the context of the transaction, if it was given one. Default that of the first write
 */
export async function announceNotices(
  teller: NoticeTeller,
  { all, writes }: Notices,
  ending: AfterPhase,
  contextOfAll?: () => Context | undefined,
): Promise<void> {
  const last = lastWritten(all);
  for (const notice of all) {
    const phase = notice.isApplied ? ending : 'notApplied';
    if (!teller.bus.hasReceivers(notice.signal, notice.sender, phase)) continue;
    const shown =
      phase === 'afterCommit' ? notice.written.map((each) => last.get(each.number) ?? each) : notice.written;
    await tell(teller, notice, shown, phase);
  }
  await announceWritesAfter(teller, writes, ending, contextOfAll);
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
  { signal, sender, context, origin, attempt, transactionId, isOfMany, created, changed, parts }: Notice,
  shown: readonly WrittenDocument[],
): object {
  const copies = shown.map((each) => copyAsStored(memory, each));
  return {
    ...{ signal: signal.name, sender, connection: connection.name, context, session: undefined },
    ...{ origin, attempt, transactionId },
    ...(isOfMany && { documents: Object.freeze(copies) }),
    ...(!isOfMany && (!parts || copies.length > 0) && { document: copies[0] }),
    ...parts,
    ...(created !== undefined && { created }),
    ...(changed && { changes: toChangeSet(() => changed) }),
  };
}
