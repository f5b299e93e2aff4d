import { postDelete, preDelete } from '../../lifecycle/signals.js';
import { compileFilter } from '../../query/compile-filter.js';
import { restrict } from '../concrete-schema.js';
import type { Condition } from '../concrete-schema.js';
import { assertOptions } from '../assert-options.js';
import { Operation } from '../operation.js';
import type { DeleteManyOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { EmptyFilterError } from '../repository-errors.js';
import { deleteDocument } from './delete.js';
import { stream } from './find.js';

/**
 * Deletes the documents that match: with one command if nobody listens to deletes, else one after another with their signals.
 * @returns how many were deleted
 */
export async function deleteMany(
  repository: RepositoryContext,
  filter: object,
  options: DeleteManyOptions,
): Promise<number> {
  const { schema } = repository;
  const compiled = compileFilter(schema, filter);
  assertOptions(repository, options);
  if (Object.keys(compiled).length === 0 && !options.allowAll)
    throw new EmptyFilterError(schema.name, 'deleteMany');
  const { withDeleted = false, permanent = false } = options;
  const selection = { filter: compiled, withDeleted };
  const operation = new Operation(repository, 'deleteMany', options);
  try {
    const isHeard = repository.family.some(
      ({ documentClass }) =>
        operation.hears(preDelete, documentClass) ||
        operation.hears(postDelete, documentClass) ||
        operation.isAwaited(postDelete, documentClass),
    );
    if (isHeard) return await deleteEach(operation, selection, permanent);
    const { session } = operation;
    const result = await operation.write(
      () => repository.collection.deleteMany(restrict(repository, selection), { session }),
      'writeMany',
    );
    return result.deletedCount;
  } finally {
    await operation.end();
  }
}

/** The first error ends it; what was deleted before stays deleted, and its signals were sent. */
async function deleteEach(operation: Operation, selection: Condition, permanent: boolean): Promise<number> {
  const { repository, context, session } = operation;
  let count = 0;
  for await (const document of stream(repository, selection, { context, session }, 'deleteMany')) {
    const options = { context, session, permanent };
    if (await deleteDocument(repository, document, options, 'deleteMany', operation)) count++;
  }
  return count;
}
