import { ConnectionConfigurationError } from './connection-errors.js';

/** How long receivers and asynchronous validators may hold up an operation, in milliseconds; Infinity for as long as they want. */
export interface BudgetOptions {
  /** For one receiver, or the validators of one document. Default 30 000. */
  readonly receiver?: number;
  /** For all receivers and validators of one operation. Default 60 000. */
  readonly operation?: number;
  /** The same as `receiver` in a transaction, which the server ends after 60 s. Default 5 000. */
  readonly receiverInTransaction?: number;
  /** The same as `operation` in a transaction. Default 10 000. */
  readonly operationInTransaction?: number;
}

/** The time of one receiver, and of all receivers of an operation, in milliseconds. */
export interface Limits {
  readonly receiver: number;
  readonly operation: number;
}

export interface Budgets {
  readonly outside: Limits;
  readonly inTransaction: Limits;
}

/** @throws ConnectionConfigurationError */
export function budgetsOf(
  connection: string,
  options: { readonly budgets?: BudgetOptions } | undefined,
): Budgets {
  const {
    receiver = 30_000,
    operation = 60_000,
    receiverInTransaction = 5_000,
    operationInTransaction = 10_000,
  } = options?.budgets ?? {};
  const all: readonly unknown[] = [receiver, operation, receiverInTransaction, operationInTransaction];
  if (!all.every((value) => typeof value === 'number' && value > 0)) {
    throw new ConnectionConfigurationError(
      connection,
      'An option of "budgets" is no number above 0',
      'Give milliseconds, or Infinity for no limit',
    );
  }
  return Object.freeze({
    outside: Object.freeze({ receiver, operation }),
    inTransaction: Object.freeze({ receiver: receiverInTransaction, operation: operationInTransaction }),
  });
}
