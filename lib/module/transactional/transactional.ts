import { defaultConnection } from '../../driver/connection.js';
import { assertTransactionOptions } from '../../transaction/assert-transaction-options.js';
import type { TransactionOptions } from '../../transaction/transaction-options.js';
import { copyMetadata } from '../../listener/declare/method-metadata.js';
import { InvalidListenerError } from '../../listener/listener-errors.js';
import { findRecord } from '../../schema/declare/class-record.js';
import type { DocumentClass } from '../../schema/declare/class-record.js';
import { NotAProviderError } from './not-a-provider-error.js';
import { TransactionalDeclaration } from './transactional-declaration.js';

/** Options of a method that runs in a transaction. Documents among its arguments are restored before each further attempt. */
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
 * Runs a method of a provider or controller in a transaction, like `Transactions.run`: `@Transactional({ propagation: 'requiresNew' })`. If
 * the work is repeated, the method is called again with the same arguments.
 * @throws InvalidListenerError if it does not decorate a method, InvalidTransactionOptionsError
 */
export function Transactional(options: TransactionalOptions = {}): TransactionalDecorator {
  const { connection = defaultConnection, ...transactionOptions } = options;
  assertTransactionOptions(transactionOptions);
  return (target, name, descriptor) => {
    const method = descriptor.value as Method | undefined;
    const label = `${target.constructor.name}.${String(name)}`;
    if (typeof target === 'function' || typeof method !== 'function')
      throw new InvalidListenerError(
        label,
        'It is static or not a method',
        'Decorate a method of a provider',
      );
    const declaration = new TransactionalDeclaration(connection);
    const transactional = async function (this: object, ...given: unknown[]): Promise<unknown> {
      const transactions = declaration.of(this);
      if (!transactions) throw new NotAProviderError(label);
      const documents = given.flat().filter(isDocument);
      return transactions().run(() => method.apply(this, given), { ...transactionOptions, documents });
    };
    declaration.declareAt(target);
    Object.defineProperty(transactional, 'name', { value: method.name });
    copyMetadata(method, transactional);
    descriptor.value = transactional as never;
  };
}

function isDocument(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return findRecord(value.constructor as DocumentClass)?.document?.kind === 'document';
}
