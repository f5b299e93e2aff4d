import { MongoNetworkError } from 'mongodb';
import {
  CommitOutcomeUnknownError,
  PostSignalError,
  StaleDocumentError,
  TransactionFailedError,
} from 'nestjs-documents';
import { PlannedError } from './records.js';
import type { Outcome, TransactionRecord } from './records.js';

/** @returns what is wrong with how a transaction ended, if something is */
export function findUnexpected(
  { last, attempts }: TransactionRecord,
  outcome: Outcome,
  error: unknown,
  time: number,
  timeout: number,
): string | undefined {
  if (attempts.some(({ number }, index) => number !== index + 1))
    return 'attempts are not numbered from 1 on';
  if (outcome !== 'rolledBack')
    return last?.mustFail ? `it was ${outcome} although a part of it had failed` : undefined;
  if (error instanceof PlannedError) return undefined;
  if (error instanceof PostSignalError || error instanceof TransactionFailedError) {
    if (last?.mustFail) return undefined;
  }
  if (error instanceof StaleDocumentError && last?.mayBeStale) return undefined;
  // Of a transaction in this one.
  if (error instanceof CommitOutcomeUnknownError) return undefined;
  if (hasLabel(error, 'TransientTransactionError') || isNetworkError(error))
    return time >= timeout ? undefined : 'it was given up before its time was over';
  return 'it failed with an error that nothing explains';
}

/** Also if a part of the work failed because another part had. The driver puts the connection error of a bulk write into "response". */
function isNetworkError(error: unknown): boolean {
  const names = ['TransactionInterruptedError', 'ServerUnavailableError'];
  return withCauses(error).some((each) => {
    const { errorResponse } = each as { readonly errorResponse?: unknown };
    return names.includes(each.name) || [each, errorResponse].some((of) => of instanceof MongoNetworkError);
  });
}

export function hasLabel(error: unknown, label: string): boolean {
  return withCauses(error).some((each) =>
    (each as { errorLabels?: readonly string[] }).errorLabels?.includes(label),
  );
}

/** An error, what it was made of, and so on. */
function withCauses(error: unknown): readonly Error[] {
  return error instanceof Error ? [error, ...withCauses(error.cause)] : [];
}
