import { assemble } from '../../codec/fast/assemble-document.js';
import { decodeValues } from '../../codec/decode.js';
import { forgetParts } from '../../codec/forget-parts.js';
import { noUndeclaredKeys } from '../../codec/undeclared-keys.js';
import { findAndDelete } from '../../driver/command/find-and-modify.js';
import { FilterWrite, knownDocument } from '../announce/filter-write.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { haveRules } from '../delete-rules/have-rules.js';
import { inTransaction } from '../delete-rules/in-transaction.js';
import { deleteFirst } from '../delete/delete-first.js';
import type { DeletedDocument } from '../delete/delete-first.js';
import { deleteFirstByRules } from '../delete-rules/delete-first-by-rules.js';
import { isDeleteHeard } from '../deleting/deletes-heard.js';
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
  const given = { selected, returning, options };
  return haveRules(repository, options)
    ? inTransaction(repository, options, () => deleteSelected(repository, given, deleteRuled))
    : deleteSelected(repository, given, isDeleteHeard(repository) ? deleteLoaded : deleteAtOnce);
}

/** A delete that returns the document. */
interface DeleteReturning {
  readonly selected: Selected;
  readonly returning: Returning;
  readonly options: DeleteManyOptions & ReturnOptions;
}

async function deleteSelected(
  repository: RepositoryContext,
  given: DeleteReturning,
  deleteIn: (operation: Operation, given: DeleteReturning) => Promise<object | null>,
): Promise<object | null> {
  const { options } = given;
  const operation = new Operation(repository, 'findOneAndDelete', options);
  try {
    return await deleteIn(operation, given);
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}

async function deleteAtOnce(
  operation: Operation,
  { selected, returning }: DeleteReturning,
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

async function deleteLoaded(operation: Operation, given: DeleteReturning): Promise<object | null> {
  const { selected, returning, options } = given;
  const { sort } = returning;
  const deleted = await deleteFirst(operation, { ...selected.condition, ...(sort && { sort }) }, options);
  return deleted ? returned(operation, deleted, given) : null;
}

async function deleteRuled(operation: Operation, given: DeleteReturning): Promise<object | null> {
  const { selected, returning, options } = given;
  const query = { ...selected.condition, ...(returning.sort && { sort: returning.sort }) };
  const outcome = await deleteFirstByRules(operation, query, options, true);
  const [first] = outcome?.loaded ?? [];
  if (!first) return null;
  const { document, deleting } = first;
  return returned(operation, { document, snapshot: deleting.snapshot }, given);
}

function returned(
  { repository, origin }: Operation,
  deleted: DeletedDocument,
  { returning: { selection }, options }: DeleteReturning,
): object {
  if (options.select === undefined) return deleted.document;
  // Receivers needed all of it. The caller gets what was selected, in an object of its own.
  const schema = schemaOfDocument(repository, deleted.document, origin);
  const values = decodeValues(schema, deleted.snapshot.stored, noUndeclaredKeys);
  const part = assemble(schema, values, noUndeclaredKeys, selection.loaded);
  if (selection.isPartial && selection.shown) forgetParts(schema, part, selection.shown);
  repository.memory.states.set(part, 'deleted');
  return part;
}
