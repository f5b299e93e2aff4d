import { ownOrder } from '../../lifecycle/own-order.js';
import { preSave, preUpdate } from '../../lifecycle/signals.js';
import type { ReceiverDescription } from '../../signal/receiver/receiver.js';
import type { Signal } from '../../signal/signal.js';
import type { RepositoryContext } from '../repository-context.js';

/** Warns once, at the first update by a filter of a class, of listeners of saves that do not hear of it. */
export function warnOfSaves(repository: RepositoryContext): void {
  const { memory, schema, log } = repository;
  if (memory.warnedOf.has(schema)) return;
  memory.warnedOf.add(schema);
  const passedBy = receiversOf(repository, preSave);
  if (passedBy.length === 0 || receiversOf(repository, preUpdate).length > 0) return;
  const names = passedBy.map(({ name }) => name).join(', ');
  log.warn(
    `An update of ${schema.name} by a filter sends no save signals: ${names} of preSave did not hear of it. Listen to preUpdate too, or declare @Document({ updatesByFilter: 'save' }) or 'refuse'.`,
  );
}

/** The receivers of the application. */
function receiversOf({ bus, schema }: RepositoryContext, signal: Signal): readonly ReceiverDescription[] {
  return bus.receiversOf(signal, schema.documentClass).filter(({ order }) => Math.abs(order) < ownOrder);
}
