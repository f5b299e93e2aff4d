import { callDriver } from '../../driver/command/call-driver.js';
import type { DeleteOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';

/** Runs a delete in a transaction of its own, unless it is in one already, the caller wants none, or the server has none. */
export async function inTransaction<R>(
  repository: RepositoryContext,
  { transactional = true, session, context }: DeleteOptions,
  work: () => Promise<R>,
): Promise<R> {
  const { connection, ambient, memory } = repository;
  const transactions = memory.transactions?.();
  if (!transactional || session || !transactions || ambient.find(connection)) return work();
  const hasTransactions = await callDriver(connection, repository, 'read', () =>
    connection.hasTransactions(),
  );
  return hasTransactions ? transactions.run(work, context ? { context } : {}) : work();
}
