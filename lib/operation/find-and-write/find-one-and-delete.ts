import { assemble } from '../../codec/fast/assemble-document.js';
import { decodeValues } from '../../codec/decode.js';
import { forgetParts } from '../../codec/forget-parts.js';
import { noUndeclaredKeys } from '../../codec/undeclared-keys.js';
import { findAndDelete } from '../../driver/command/find-and-modify.js';
import { FilterWrite, knownDocument } from '../announce/filter-write.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { deleteFirst } from '../delete/delete-first.js';
import { isDeleteHeard } from '../delete/deletes-heard.js';
import { Operation } from '../operation.js';
import type { DeleteManyOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { selectedBy } from '../update/update-request.js';
import type { Selected } from '../update/update-request.js';
import { Returning } from './returning.js';
import type { ReturnOptions } from './returning.js';

/** Deletes one document that matches, and returns it: by one command if deletes have no receivers, else it is loaded before. */
export async function findOneAndDelete(
  repository: RepositoryContext,
  filter: object,
  options: DeleteManyOptions & Omit<ReturnOptions, 'returns'>,
): Promise<object | null> {
  const selected = selectedBy(repository, 'findOneAndDelete', filter, options);
  const returning = new Returning(repository, { ...options, returns: 'after' });
  const operation = new Operation(repository, 'findOneAndDelete', options);
  try {
    return await (isDeleteHeard(repository)
      ? deleteLoaded(operation, selected, returning, options)
      : deleteAtOnce(operation, selected, returning));
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}

async function deleteAtOnce(
  operation: Operation,
  selected: Selected,
  returning: Returning,
): Promise<object | null> {
  const { collection, memory } = operation.repository;
  const write = new FilterWrite(operation, 'delete', selected);
  const found = returning.found(operation, selected.condition);
  const { bytes } = await operation.commands.write(() => findAndDelete(collection, found));
  const { document, failure } = await returning.loaded(operation, bytes);
  if (document) {
    memory.states.set(document, 'deleted');
    write.appliedTo(knownDocument(document));
  } else write.applied(bytes ? 1 : 0);
  if (failure) throw failure.error;
  return document;
}

async function deleteLoaded(
  operation: Operation,
  { condition }: Selected,
  { sort, selection }: Returning,
  options: DeleteManyOptions & ReturnOptions,
): Promise<object | null> {
  const { repository } = operation;
  const deleted = await deleteFirst(operation, { ...condition, ...(sort && { sort }) }, options);
  if (!deleted) return null;
  if (options.select === undefined) return deleted.document;
  // Receivers needed all of it. The caller gets what was selected, in an object of its own.
  const schema = schemaOfDocument(repository, deleted.document, operation.origin);
  const values = decodeValues(schema, deleted.snapshot.stored, noUndeclaredKeys);
  const part = assemble(schema, values, noUndeclaredKeys, selection.loaded);
  if (selection.isPartial && selection.shown) forgetParts(schema, part, selection.shown);
  repository.memory.states.set(part, 'deleted');
  return part;
}
