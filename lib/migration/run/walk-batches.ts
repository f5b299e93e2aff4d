import type { ClientSession } from 'mongodb';
import type { BatchPosition } from '../../server/migration/ledger-entry.js';
import type { Batch, BatchSource } from './batch-source.js';
import type { MigrationProgress } from '../migration-context.js';

type Position = Omit<BatchPosition, 'name'>;

/** One walk through many documents. */
export interface Walk<D> {
  readonly source: BatchSource<D>;
  readonly size: number;
  readonly work: (documents: D[], progress: MigrationProgress) => unknown;
  /** The position of an earlier run. */
  readonly from: BatchPosition | undefined;
  readonly progress: (done: number, total: number) => MigrationProgress;
  /** The session of the transaction that the whole walk is in. */
  readonly session: ClientSession | undefined;
  /** Whether nothing is done but counting, as in a dry run. */
  readonly isCounting: boolean;
  readonly assertGoesOn: () => void;
  readonly onProgress: (progress: MigrationProgress) => void;
  /** Runs a batch and its position in a transaction; undefined if it needs none. */
  readonly inTransaction: ((step: (session: ClientSession) => Promise<void>) => Promise<void>) | undefined;
  /** Stores a position; undefined inside of a transaction. */
  readonly store: ((position: Position, session?: ClientSession) => Promise<void>) | undefined;
  /** Called when a batch and its position are certainly stored. */
  readonly onStored: (position: Position) => void;
}

/** Walks through the documents. Read from top to bottom, this is everything it does. */
export async function walkBatches<D>(walk: Walk<D>): Promise<MigrationProgress> {
  const { source, size, session, from, progress, onProgress } = walk;
  let { after, done, total }: Position = from ?? {
    after: undefined,
    done: 0,
    total: await source.count(session),
  };
  onProgress(progress(done, total));
  while (!walk.isCounting) {
    walk.assertGoesOn();
    const batch = await source.next(after, size, session);
    if (!batch) break;
    const next: Position = { after: batch.last, done: done + batch.count, total };
    const step = (own?: ClientSession) => finish(walk, batch, progress(done, total), next, own);
    await (walk.inTransaction ? walk.inTransaction(step) : step());
    ({ after, done, total } = next);
    walk.onStored(next);
    onProgress(progress(done, total));
  }
  return progress(done, total);
}

/** Does the work of a batch, then stores the position after it. */
async function finish<D>(
  { work, store, assertGoesOn, session: outer }: Walk<D>,
  batch: Batch<D>,
  progress: MigrationProgress,
  next: Position,
  session?: ClientSession,
): Promise<void> {
  const documents = await batch.load(session ?? outer);
  // None if all were changed meanwhile: bulk writes of nothing are errors.
  if (documents.length > 0) await work(documents, progress);
  assertGoesOn();
  await store?.(next, session);
}
