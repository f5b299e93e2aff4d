import type { FactoryProvider } from '@nestjs/common';
import { defaultConnection } from '../../driver/connection.js';
import type { Connection } from '../../driver/connection.js';
import { Connections } from '../connections.js';
import { MissingTransactions } from './missing-transactions.js';
import { RepositoryContexts } from '../repository-contexts.js';
import { getConnectionToken, getTransactionsToken } from '../tokens.js';

/** Provides the transactions of a connection, even if that is missing: an application with mocks starts without it. */
export function transactionsProvider(connectionName: string): FactoryProvider {
  return {
    provide: getTransactionsToken(connectionName),
    inject: [Connections, RepositoryContexts, { token: getConnectionToken(connectionName), optional: true }],
    useFactory: (connections: Connections, contexts: RepositoryContexts, connection?: Connection) =>
      connection
        ? contexts.transactionsOf(connection)
        : new MissingTransactions(connectionName, connections.names),
  };
}

/** The providers of transactions in the module of a connection. Those of `default` are in the core module, visible to every module. */
export function transactionsProviders(connectionName: string): FactoryProvider[] {
  return connectionName === defaultConnection ? [] : [transactionsProvider(connectionName)];
}
