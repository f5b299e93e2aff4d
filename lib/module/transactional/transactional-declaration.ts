import { Inject } from '@nestjs/common';
import type { Transactions } from '../../transaction/transactions.js';
import { addMethodMetadata, methodMetadata } from '../../listener/declare/method-metadata.js';
import { getTransactionsToken } from '../tokens.js';

/** The transactions that a decorated method runs in, for each object that has the method. */
export class TransactionalDeclaration {
  readonly #found = new WeakMap<object, () => Transactions>();
  readonly #property = Symbol('nestjs-documents:transactional');

  constructor(readonly connection: string) {}

  /** Lets Nest inject the transactions into instances that it makes of the class; noted for instances made otherwise. */
  declareAt(prototype: object): void {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the setter has a different one
    const declaration = this;
    Object.defineProperty(prototype, this.#property, {
      set(this: object, transactions: Transactions) {
        declaration.give(this, () => transactions);
      },
    });
    Inject(getTransactionsToken(this.connection))(prototype, this.#property);
    addMethodMetadata(key, prototype, declaration);
  }

  /** Gives an object its transactions. */
  give(instance: object, transactions: () => Transactions): void {
    this.#found.set(instance, transactions);
    // A Proxy of the object leads to it by a property.
    if (Object.isExtensible(instance))
      Object.defineProperty(instance, this.#property, { value: transactions, configurable: true });
  }

  /** The transactions of an object; undefined if it has none. */
  of(instance: object): (() => Transactions) | undefined {
    type Holder = Readonly<Record<symbol, (() => Transactions) | undefined>>;
    return this.#found.get(instance) ?? (instance as Holder)[this.#property];
  }
}

const key = 'nestjs-documents:transactional';

/** The declarations of a class and its base classes. */
export function transactionalOf(prototype: object | null): readonly TransactionalDeclaration[] {
  return methodMetadata(key, prototype) as readonly TransactionalDeclaration[];
}
