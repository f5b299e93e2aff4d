import { MongoError, MongoNetworkError } from 'mongodb';
import { notPrimaryCodes, unreachableCodes } from '../errors/server-codes.js';

/**
 * Whether a failed read should be sent once more: no answer came, another server must be asked, or it is overloaded. Source:
 * MongoDB's specification of retryable reads.
 */
export function isRepeatableRead(error: unknown): boolean {
  if (error instanceof MongoNetworkError) return true;
  if (!(error instanceof MongoError)) return false;
  return error.hasErrorLabel('RetryableError') || repeatableCodes.includes(error.code as number);
}

const repeatableCodes: readonly number[] = Object.freeze([
  ...unreachableCodes,
  ...notPrimaryCodes,
  // The read ran out of time, or has not seen a majority yet.
  ...[262, 134],
]);
