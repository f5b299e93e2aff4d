import type { FactoryProvider } from '@nestjs/common';
import { defaultConnection } from '../../driver/connection.js';
import type { Connection } from '../../driver/connection.js';
import { Connections } from '../connections.js';
import { MissingTransactions } from './missing-transactions.js';
import { RepositoryContexts } from '../repository-contexts.js';
import { getConnectionToken, getTransactionsToken } from '../tokens.js';

/** The transactions of a connection, provided where it may be missing too: an application of mocks starts without it. */
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

/** Those that a module of a connection provides. The core module has those of `default`, where every module finds them. */
export function transactionsProviders(connectionName: string): FactoryProvider[] {
  return connectionName === defaultConnection ? [] : [transactionsProvider(connectionName)];
}
