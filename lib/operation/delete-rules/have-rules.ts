import { assertOptions } from '../assert-options.js';
import type { DeleteOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';

/**
 * Whether delete rules act when documents of a repository are deleted: for most classes nothing refers to them by one.
 * @throws InvalidOptionsError if they do, and the options are wrong
 */
export function haveRules(repository: RepositoryContext, options: DeleteOptions): boolean {
  const { connection, family, registry } = repository;
  const rules = registry.rulesOf(connection.name);
  if (rules.all.length === 0) return false;
  if (!rules.actOn(family, options.permanent === true)) return false;
  assertOptions(repository, options);
  return true;
}
