import type { FactoryProvider } from '@nestjs/common';
import type { Connection } from '../driver/connection.js';
import { UnknownConnectionError } from '../driver/errors/connection-errors.js';
import { DocumentRepository } from '../repository/document-repository.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { assertOfThisCopy } from '../schema/declare/copies.js';
import { assertClassGiven, NotADocumentError } from '../schema/schema-errors.js';
import { describeValue } from '../value/describe-value.js';
import { Connections } from './connections.js';
import { FeatureExplorer } from './feature-explorer.js';
import { RepositoryContexts } from './repository-contexts.js';
import { getConnectionToken, getRepositoryToken } from './tokens.js';

/** The providers of `forFeature`: the repository of each class under its token. */
export function createRepositoryProviders(
  documentClasses: readonly DocumentClass[],
  connection: string,
): FactoryProvider[] {
  assertList(documentClasses);
  return documentClasses.map((documentClass) => {
    assertClassGiven(documentClass, 'A class in the list of DocumentsModule.forFeature');
    assertOfThisCopy(documentClass);
    return repositoryProvider(documentClass, connection);
  });
}

/** @throws NotADocumentError */
function assertList(given: unknown): void {
  if (Array.isArray(given)) return;
  const name = typeof given === 'function' && given.name ? given.name : 'Person';
  throw new NotADocumentError('The argument of DocumentsModule.forFeature', {
    problem: 'DocumentsModule.forFeature was not given a list of document classes',
    reason: `It was given ${typeof given === 'function' ? 'a class' : describeValue(given)}`,
    remedy: `Put the classes in a list: DocumentsModule.forFeature([${name}])`,
  });
}

/** Provides the repository of a class. An invalid class fails the start of the application, and then no connection stays open. */
function repositoryProvider(documentClass: DocumentClass, connectionName: string): FactoryProvider {
  return {
    provide: getRepositoryToken(documentClass, connectionName),
    inject: [
      Connections,
      FeatureExplorer,
      RepositoryContexts,
      { token: getConnectionToken(connectionName), optional: true },
    ],
    useFactory: async (
      connections: Connections,
      features: FeatureExplorer,
      contexts: RepositoryContexts,
      connection?: Connection,
    ) => {
      try {
        if (!connection) throw new UnknownConnectionError(connectionName, connections.names);
        features.register();
        return new DocumentRepository(contexts.contextFor(documentClass, connection));
      } catch (error) {
        return connections.abandon(error);
      }
    },
  };
}
