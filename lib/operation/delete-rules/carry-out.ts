import { DeleteIncompleteError } from '../../driver/errors/delete-incomplete-error.js';
import { outcomeOf } from '../../driver/errors/write-outcome.js';
import { joinedError } from '../announce/joined-error.js';
import type { Operation } from '../operation.js';
import type { RuledWrite } from './ruled-write.js';

/**
 * Carries out the parts of a delete one after another up to the first error, and sends the signals after those that were applied.
 * @throws DeleteIncompleteError if a part fails after others, outside of transactions; else its error; PostSignalError
 */
export async function carryOut(operation: Operation, writes: readonly RuledWrite[]): Promise<void> {
  const done: RuledWrite[] = [];
  let failure: { readonly error: unknown } | undefined;
  for (const each of writes) {
    try {
      await each.write();
      done.push(each);
    } catch (error) {
      failure = { error };
      break;
    }
  }
  const postSignalError = await announceEach(done);
  if (failure) throw errorOf(operation, done, failure.error, postSignalError);
  if (postSignalError) throw postSignalError;
}

async function announceEach(writes: readonly RuledWrite[]): Promise<Error | undefined> {
  let failure: Error | undefined;
  for (const each of writes) {
    try {
      await each.applied();
    } catch (error) {
      failure = joinedError(failure, error as Error);
    }
  }
  return failure;
}

function errorOf(
  { repository, origin, attempt, session }: Operation,
  done: readonly RuledWrite[],
  error: unknown,
  postSignalError: Error | undefined,
): unknown {
  const count = done.reduce((sum, { documentCount }) => sum + documentCount, 0);
  // The rollback of the transaction undoes all of it.
  if (count === 0 || attempt || session?.inTransaction()) return error;
  const isUnknown = outcomeOf(error) === 'unknown';
  return new DeleteIncompleteError(repository.name, origin, { count, isUnknown }, error, postSignalError);
}
