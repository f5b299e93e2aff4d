import { ConnectionConfigurationError } from './errors/connection-errors.js';

/** How long receivers, asynchronous validators and queries may take, in milliseconds; Infinity for no limit. */
export interface TimeoutOptions {
  /** For one receiver, or the validators of one document. Default 30 000. */
  readonly receiver?: number;
  /** For all receivers and validators of one operation. Default 60 000. */
  readonly operation?: number;
  /** For an operation in a transaction, which the server ends after 60 000. Default `{ receiver: 5_000, operation: 10_000 }`. */
  readonly inTransaction?: { readonly receiver?: number; readonly operation?: number };
  /**
   * For the server to work on a command that reads, where the query has no `maxTimeMS` of its own; then it is a `QueryTimeoutError`. A whole
   * number. Default Infinity.
   */
  readonly query?: number;
}

/** The timeouts of a connection, in milliseconds. */
export interface Timeouts {
  readonly receiver: number;
  readonly operation: number;
  readonly inTransaction: { readonly receiver: number; readonly operation: number };
  readonly query: number;
}

const defaults: Timeouts = {
  receiver: 30_000,
  operation: 60_000,
  inTransaction: { receiver: 5_000, operation: 10_000 },
  query: Infinity,
};

/** @throws ConnectionConfigurationError */
export function timeoutsOf(
  connection: string,
  options: { readonly timeouts?: TimeoutOptions } | undefined,
): Timeouts {
  const {
    receiver = defaults.receiver,
    operation = defaults.operation,
    inTransaction,
    query = defaults.query,
  } = options?.timeouts ?? {};
  const ofTransactions = { ...defaults.inTransaction, ...inTransaction };
  const all: readonly unknown[] = [receiver, operation, ofTransactions.receiver, ofTransactions.operation];
  if (!all.every((value) => typeof value === 'number' && value > 0)) {
    throw new ConnectionConfigurationError(
      connection,
      'An option of "timeouts" is not a number above 0',
      'Pass milliseconds, or Infinity for no limit',
    );
  }
  if (query !== Infinity && !(Number.isSafeInteger(query) && query > 0)) {
    throw new ConnectionConfigurationError(
      connection,
      '"timeouts.query" is no whole number above 0',
      'Give milliseconds, or Infinity for no limit',
    );
  }
  return Object.freeze({ receiver, operation, inTransaction: Object.freeze(ofTransactions), query });
}
