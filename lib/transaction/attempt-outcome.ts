import { MongoError } from 'mongodb';
import { isInstanceOf } from '../errors/read-safely.js';
import { hasLabel, isNetworkError } from '../driver/errors/error-labels.js';
import { ReadFailedError } from '../driver/errors/read-errors.js';
import {
  CommitOutcomeUnknownError,
  TransactionConflictError,
  TransactionFailedError,
  TransactionInterruptedError,
  TransactionNotRepeatableError,
} from './transaction-errors.js';
import type { TransactionAttempt } from './transaction-attempt.js';
import type { NotRestored } from './transaction-run.js';

/** Whether another attempt may succeed, even if the work replaced the error of a command. */
export function isTransient({ failure }: TransactionAttempt, error: unknown): boolean {
  if (isInstanceOf(failure?.error, TransactionNotRepeatableError)) return false;
  const label = 'TransientTransactionError';
  if (hasLabel(error, label)) return true;
  return failure !== undefined && (hasLabel(failure.error, label) || isNetworkError(failure.error));
}

/** Whether it is unknown if an attempt was committed. Errors of another transaction, begun inside this one, do not count. */
export function isOutcomeUnknown({ run }: TransactionAttempt, error: unknown): boolean {
  return isInstanceOf(error, CommitOutcomeUnknownError) && error.transactionId === run.id;
}

/** Selects the error for the caller after the last attempt. The driver's own errors are translated if the work has let them through. */
export function lastErrorOf(
  { run, number }: TransactionAttempt,
  error: unknown,
  [notRestored]: readonly NotRestored[],
): unknown {
  if (notRestored) return new TransactionNotRepeatableError(notRestored.documentName, error, false);
  // Other operations, or the work itself, may have received only the error that an earlier operation had failed.
  const isToldOf = isInstanceOf(error, TransactionFailedError) && error.transactionId === run.id;
  const told = isToldOf ? error.cause : error;
  const first = isInstanceOf(told, ReadFailedError) ? told.cause : told;
  if (!isInstanceOf(first, MongoError)) return error;
  return isNetworkError(first)
    ? new TransactionInterruptedError(run.id, first)
    : new TransactionConflictError(run.id, number, first);
}
