import { rebuildCounters as rebuild } from '../../operation/derived/rebuild-counters.js';
import type { RebuildCountersOptions, RebuiltCounter } from '../../operation/derived/rebuild-counters.js';
import type { DocumentRepository } from '../public-repository.js';
import { RepositoryAccess } from '../repository-access.js';

/**
 * Compares the counters (`@CounterOf()`) of all documents of a class with a fresh count, and corrects those that differ; outside of
 * transactions, without signals. Safe while the application writes: a difference is corrected if two looks find it, by adding it.
 * @returns one result for each counter of the class and its subclasses; an empty list if it has none
 * @throws ReadFailedError, WriteRefusedError, WriteOutcomeUnknownError, ServerUnavailableError, ShuttingDownError; it may be run again
 */
export async function rebuildCounters<T extends object>(
  repository: DocumentRepository<T>,
  options: RebuildCountersOptions = {},
): Promise<readonly RebuiltCounter[]> {
  return rebuild(RepositoryAccess.contextOf(repository as unknown as RepositoryAccess), options);
}
