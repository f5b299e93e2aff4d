import { postDelete, preDelete } from '../../lifecycle/signals.js';
import type { Signal } from '../../signal/signal.js';
import type { RepositoryContext } from '../repository-context.js';

/** Whether deletes of a class or its subclasses have receivers, in any phase; `@DeletedAt()` is one. */
export function isDeleteHeard({ bus, family }: RepositoryContext): boolean {
  return family.some(({ documentClass }) =>
    [preDelete, postDelete].some((signal: Signal) =>
      signal.phases.some((phase) => bus.hasReceivers(signal, documentClass, phase)),
    ),
  );
}
