import { Injectable } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import { UnknownConnectionError } from '../../driver/errors/connection-errors.js';
import type { Transactions } from '../../transaction/transactions.js';
import { Connections } from '../connections.js';
import { MissingTransactions } from './missing-transactions.js';
import { getTransactionsToken } from '../tokens.js';
import { transactionalOf } from './transactional-declaration.js';

/** One provider, controller, guard or similar, as Nest describes it. */
type Wrapper = ReturnType<NonNullable<ReturnType<ModulesContainer['get']>>['providers']['get']> & object;
type Factory = (...dependencies: unknown[]) => unknown;

/**
 * Gives transactions to providers with `@Transactional()` methods that Nest did not make from their class: those of factories and values.
 */
@Injectable()
export class TransactionalExplorer {
  readonly #seen = new WeakSet<object>();

  constructor(
    private readonly modules: ModulesContainer,
    private readonly moduleRef: ModuleRef,
    private readonly connections: Connections,
  ) {}

  /** Explores all modules; called again, those loaded since. @throws UnknownConnectionError if a method names a missing connection */
  explore(): void {
    for (const { providers, controllers, injectables } of this.modules.values()) {
      for (const collection of [providers, controllers, injectables])
        for (const wrapper of collection.values()) if (this.#isNew(wrapper)) this.#look(wrapper);
    }
  }

  /** Gives an object its transactions if it has none yet. */
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

  /** Follows objects that a factory makes later, per request or per injecting class, and those it has made for classes already. */
  #follow(wrapper: Wrapper, factory: Factory): void {
    wrapper.metatype = async (...dependencies: unknown[]) => this.provide(await factory(...dependencies));
    for (const made of wrapper.getStaticTransientInstances()) this.provide(made?.instance);
  }

  /**
   * Checks the connection of a method. Without any connection the application is a test with replaced repositories: there calling the
   * method fails instead.
   */
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
