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

/** Whether another attempt may succeed: whatever the work has made of the error of a command. */
export function isTransient({ failure }: TransactionScope, error: unknown): boolean {
  if (isInstanceOf(failure?.error, TransactionNotRepeatableError)) return false;
  const label = 'TransientTransactionError';
  if (hasLabel(error, label)) return true;
  return failure !== undefined && (hasLabel(failure.error, label) || isOfNetwork(failure.error));
}

/** Whether nobody knows if an attempt was committed. Errors of another transaction, begun in this one, say nothing of this one. */
export function isOutcomeUnknown({ unit }: TransactionScope, error: unknown): boolean {
  return isInstanceOf(error, CommitOutcomeUnknownError) && error.transactionId === unit.id;
}

/** What the caller gets after the last attempt. The driver's own errors are translated where the work has let them through. */
export function lastErrorOf(
  { unit, attempt }: TransactionScope,
  error: unknown,
  [notRestored]: readonly NotRestored[],
): unknown {
  if (notRestored) return new TransactionNotRepeatableError(notRestored.documentName, error, false);
  // Others in the work, or the work itself, may have been told only that one before them had failed.
  const isToldOf = isInstanceOf(error, TransactionFailedError) && error.transactionId === unit.id;
  const told = isToldOf ? error.cause : error;
  const first = isInstanceOf(told, ReadFailedError) ? told.cause : told;
  if (!isInstanceOf(first, MongoError)) return error;
  return isOfNetwork(first)
    ? new TransactionInterruptedError(unit.id, first)
    : new TransactionConflictError(unit.id, attempt, first);
}
