import { Inject } from '@nestjs/common';
import { defaultConnection } from '../connection/connection.js';
import { assertTransactionOptions } from '../connection/assert-transaction-options.js';
import type { TransactionOptions } from '../connection/transaction-options.js';
import { type Transactions } from '../connection/transactions.js';
import { copyMetadata } from '../listener/method-metadata.js';
import { InvalidListenerError } from '../listener/listener-errors.js';
import { findRecord } from '../schema/class-record.js';
import type { DocumentClass } from '../schema/class-record.js';
import { NotAProviderError } from './module-errors.js';
import { getTransactionsToken } from './tokens.js';

/** How a method runs in a transaction. Documents among its arguments are those that each attempt finds as they were. */
export interface TransactionalOptions extends Omit<TransactionOptions, 'documents'> {
  /** The connection's name. Default `default`. */
  readonly connection?: string;
}

/** A decorator of methods that return a promise; others do not compile. */
export type TransactionalDecorator = <M extends (...given: never[]) => Promise<unknown>>(
  target: object,
  method: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

type Method = (this: object, ...given: unknown[]) => unknown;

/**
 * Runs a method of a provider or controller in a transaction, as `Transactions.run` does: `@Transactional()`,
 * `@Transactional({ propagation: 'requiresNew' })`. Where the work is repeated, so is the method, with the same arguments.
 * @throws InvalidListenerError if it is no method, InvalidTransactionOptionsError
 */
export function Transactional(options: TransactionalOptions = {}): TransactionalDecorator {
  const { connection = defaultConnection, ...transactionOptions } = options;
  assertTransactionOptions(transactionOptions);
  return (target, name, descriptor) => {
    const method = descriptor.value as Method | undefined;
    const label = `${target.constructor.name}.${String(name)}`;
    if (typeof target === 'function' || typeof method !== 'function')
      throw new InvalidListenerError(label, 'It is static or no method', 'Decorate a method of a provider');
    const transactionsOf = injected(target, connection, label);
    const transactional = function (this: object, ...given: unknown[]): Promise<unknown> {
      const documents = given.flat().filter(isDocument);
      const run = async (): Promise<unknown> =>
        transactionsOf(this).run(() => method.apply(this, given), { ...transactionOptions, documents });
      return run();
    };
    Object.defineProperty(transactional, 'name', { value: method.name });
    copyMetadata(method, transactional);
    descriptor.value = transactional as never;
  };
}

/**
 * Has Nest inject the transactions of a connection into the instances of a class, where only this method finds them.
 * @returns what finds them
 */
function injected(target: object, connection: string, label: string): (instance: object) => Transactions {
  const found = new WeakMap<object, Transactions>();
  const property = Symbol(`transactions of ${label}`);
  Object.defineProperty(target, property, {
    set(this: object, transactions: Transactions) {
      found.set(this, transactions);
    },
  });
  Inject(getTransactionsToken(connection))(target, property);
  return (instance) => {
    const transactions = found.get(instance);
    if (!transactions) throw new NotAProviderError(label);
    return transactions;
  };
}

function isDocument(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return findRecord(value.constructor as DocumentClass)?.document?.kind === 'document';
}
