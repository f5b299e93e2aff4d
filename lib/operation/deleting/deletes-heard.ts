import { postDelete, preDelete } from '../../lifecycle/signals.js';
import type { Signal } from '../../signal/signal.js';
import { findFamilyDerived } from '../derived/derived-data.js';
import type { RepositoryContext } from '../repository-context.js';

/**
 * Whether deletes of a class or its subclasses have receivers, in any phase; `@DeletedAt()` is one. Documents that others count, or that touch
 * others, are deleted one by one too.
 */
export function isDeleteHeard(repository: RepositoryContext): boolean {
  const { bus, family } = repository;
  if (findFamilyDerived(repository)) return true;
  return family.some(({ documentClass }) =>
    [preDelete, postDelete].some((signal: Signal) =>
      signal.phases.some((phase) => bus.hasReceivers(signal, documentClass, phase)),
    ),
  );
}
