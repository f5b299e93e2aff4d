import { Injectable } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import { UnknownConnectionError } from '../../driver/errors/connection-errors.js';
import type { Transactions } from '../../transaction/transactions.js';
import { Connections } from '../connections.js';
import { MissingTransactions } from './missing-transactions.js';
import { getTransactionsToken } from '../tokens.js';
import { transactionalOf } from './transactional-declaration.js';

/** What Nest knows of one provider, controller, or guard and the like. */
type Wrapper = ReturnType<NonNullable<ReturnType<ModulesContainer['get']>>['providers']['get']> & object;
type Factory = (...dependencies: unknown[]) => unknown;

/**
 * Gives the transactions of their application to providers with `@Transactional()` methods that Nest has not made by their class: those
 * of factories and values.
 */
@Injectable()
export class TransactionalExplorer {
  readonly #seen = new WeakSet<object>();

  constructor(
    private readonly modules: ModulesContainer,
    private readonly moduleRef: ModuleRef,
    private readonly connections: Connections,
  ) {}

  /** Asked again, it looks at modules that were loaded since. @throws UnknownConnectionError if a method names a connection that there is not */
  explore(): void {
    for (const { providers, controllers, injectables } of this.modules.values()) {
      for (const collection of [providers, controllers, injectables])
        for (const wrapper of collection.values()) if (this.#isNew(wrapper)) this.#look(wrapper);
    }
  }

  /** Gives an object its transactions, unless it has them. */
  readonly provide = <T>(instance: T): T => {
    if (typeof instance !== 'object' || instance === null) return instance;
    for (const declaration of transactionalOf(Object.getPrototypeOf(instance) as object | null)) {
      const { connection } = declaration;
      if (!declaration.of(instance)) declaration.give(instance, () => this.#transactionsOf(connection));
    }
    return instance;
  };

  #isNew(wrapper: Wrapper): boolean {
    if (this.#seen.has(wrapper)) return false;
    this.#seen.add(wrapper);
    return !wrapper.isAlias;
  }

  #look(wrapper: Wrapper): void {
    const { metatype, isFactory } = wrapper;
    const isOne = wrapper.isDependencyTreeStatic() && !wrapper.isTransient;
    const isMade = isFactory || wrapper.isNotMetatype;
    if (isOne) this.provide(wrapper.instance);
    else if (isFactory) this.#follow(wrapper, metatype as Factory);
    const prototype = isMade
      ? isOne && prototypeOf(wrapper.instance)
      : (metatype?.prototype as object | undefined);
    if (prototype) this.#assertConnected(prototype);
  }

  /** What a factory makes later, for each request or each class that injects it, and what it has made for classes. */
  #follow(wrapper: Wrapper, factory: Factory): void {
    wrapper.metatype = async (...dependencies: unknown[]) => this.provide(await factory(...dependencies));
    for (const made of wrapper.getStaticTransientInstances()) this.provide(made?.instance);
  }

  /** An application without any connection is a test whose repositories are replaced: there a method is refused when it is called. */
  #assertConnected(prototype: object): void {
    const { names } = this.connections;
    if (names.length === 0) return;
    for (const { connection } of transactionalOf(prototype)) {
      if (this.#find(connection) instanceof MissingTransactions)
        throw new UnknownConnectionError(connection, names);
    }
  }

  #transactionsOf(connection: string): Transactions {
    return this.#find(connection) as Transactions;
  }

  #find(connection: string): Transactions | MissingTransactions {
    try {
      return this.moduleRef.get<Transactions>(getTransactionsToken(connection), { strict: false });
    } catch {
      return new MissingTransactions(connection, this.connections.names);
    }
  }
}

function prototypeOf(instance: unknown): object | undefined {
  if (typeof instance !== 'object' || instance === null) return undefined;
  return Object.getPrototypeOf(instance) as object | undefined;
}
