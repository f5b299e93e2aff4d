import { MongoError, MongoNetworkError } from 'mongodb';
import { notPrimaryCodes, unreachableCodes } from '../errors/server-codes.js';

/**
 * Whether a read that failed so is to be sent once more: no answer came, the server is not the one to ask any more, or it is overloaded.
 * Source: MongoDB's specification of retryable reads.
 */
export function isRepeatableRead(error: unknown): boolean {
  if (error instanceof MongoNetworkError) return true;
  if (!(error instanceof MongoError)) return false;
  return error.hasErrorLabel('RetryableError') || repeatableCodes.includes(error.code as number);
}

const repeatableCodes: readonly number[] = Object.freeze([
  ...unreachableCodes,
  ...notPrimaryCodes,
  // It ran out of time, or has not seen a majority yet.
  ...[262, 134],
]);
