import type { AnyBulkWriteOperation, ClientSession } from 'mongodb';
import type { Context } from '../../signal/signal-context.js';
import type { Plain } from '../../value/plain-object.js';
import { restrict } from '../concrete-schema.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import type { ParentChanges, ParentUpdate } from './parent-changes.js';

/** The operation whose writes changed what is derived. */
interface Cause {
  readonly session: ClientSession | undefined;
  readonly context: Context;
}

/**
 * Updates the documents that written ones refer to, by one command for each collection: counters are raised and lowered, times are set.
 * Sends no signals and raises no versions.
 * @throws what `OperationCommands.write` throws
 */
export async function writeParents(
  repository: RepositoryContext,
  changes: ParentChanges,
  cause: Cause,
): Promise<void> {
  const byCollection = new Map<string, { repository: RepositoryContext; parts: AnyBulkWriteOperation[] }>();
  const now = new Date();
  for (const [schema, updates] of changes.updates) {
    const parent = repository.ofSchema(schema);
    const of = byCollection.get(schema.collection) ?? { repository: parent, parts: [] };
    byCollection.set(schema.collection, of);
    for (const each of updates) of.parts.push(partOf(parent, each, now));
  }
  for (const { repository: parent, parts } of byCollection.values()) await send(parent, parts, cause);
}

async function send(
  repository: RepositoryContext,
  parts: readonly AnyBulkWriteOperation[],
  { session, context }: Cause,
): Promise<void> {
  const operation = new Operation(repository, 'updateMany', { context, ...(session && { session }) });
  try {
    const options = { ordered: false, session: operation.session };
    await operation.commands.write(() => repository.collection.bulkWrite([...parts], options), 'writeMany');
  } finally {
    await operation.end();
  }
}

/** Updates of one document each: the driver repeats these after a lost answer, and the server applies them once. */
function partOf(
  repository: RepositoryContext,
  { id, added, touched }: ParentUpdate,
  now: Date,
): AnyBulkWriteOperation {
  const filter = restrict(repository, { filter: { _id: { $eq: id } }, withDeleted: true });
  const $inc = Object.fromEntries([...added].filter(([, by]) => by !== 0));
  // Two operations may end in another order than they began: the later time stays.
  const $max = Object.fromEntries([...touched].map((key) => [key, now]));
  const update: Plain = {
    ...(Object.keys($inc).length > 0 && { $inc }),
    ...(touched.size > 0 && { $max }),
  };
  return { updateOne: { filter, update } };
}
