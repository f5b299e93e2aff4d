import { MongoError } from 'mongodb';
import { isInstanceOf } from '../errors/read-safely.js';
import { hasLabel, isOfNetwork } from '../driver/errors/error-labels.js';
import { ReadFailedError } from '../driver/errors/read-errors.js';
import {
  CommitOutcomeUnknownError,
  TransactionConflictError,
  TransactionFailedError,
  TransactionInterruptedError,
  TransactionNotRepeatableError,
} from './transaction-errors.js';
import type { TransactionScope } from './transaction-attempt.js';
import type { NotRestored } from './transaction-run.js';

/** Whether another attempt may succeed, even if the work replaced the error of a command. */
export function isTransient({ failure }: TransactionScope, error: unknown): boolean {
  if (isInstanceOf(failure?.error, TransactionNotRepeatableError)) return false;
  const label = 'TransientTransactionError';
  if (hasLabel(error, label)) return true;
  return failure !== undefined && (hasLabel(failure.error, label) || isOfNetwork(failure.error));
}

/** Whether it is unknown if an attempt was committed. Errors of another transaction, begun inside this one, do not count. */
export function isOutcomeUnknown({ unit }: TransactionScope, error: unknown): boolean {
  return isInstanceOf(error, CommitOutcomeUnknownError) && error.transactionId === unit.id;
}

/** Selects the error for the caller after the last attempt. The driver's own errors are translated if the work has let them through. */
export function lastErrorOf(
  { unit, attempt }: TransactionScope,
  error: unknown,
  [notRestored]: readonly NotRestored[],
): unknown {
  if (notRestored) return new TransactionNotRepeatableError(notRestored.documentName, error, false);
  // Other operations, or the work itself, may have received only the error that an earlier operation had failed.
  const isToldOf = isInstanceOf(error, TransactionFailedError) && error.transactionId === unit.id;
  const told = isToldOf ? error.cause : error;
  const first = isInstanceOf(told, ReadFailedError) ? told.cause : told;
  if (!isInstanceOf(first, MongoError)) return error;
  return isOfNetwork(first)
    ? new TransactionInterruptedError(unit.id, first)
    : new TransactionConflictError(unit.id, attempt, first);
}
