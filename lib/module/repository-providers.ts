import type { FactoryProvider, Provider } from '@nestjs/common';
import type { Connection } from '../connection/connection.js';
import { UnknownConnectionError } from '../connection/connection-errors.js';
import { DocumentRepository } from '../repository/document-repository.js';
import type { RepositoryContext } from '../repository/repository-context.js';
import type { DocumentClass } from '../schema/class-record.js';
import { assertOfThisCopy } from '../schema/copies.js';
import { NotADocumentError } from '../schema/schema-errors.js';
import { Connections } from './connections.js';
import type { DocumentsFeature } from './documents-module-options.js';
import { FeatureExplorer } from './feature-explorer.js';
import { RepositoryContexts } from './repository-contexts.js';
import { getConnectionToken, getRepositoryToken } from './tokens.js';
import { TransactionalExplorer } from './transactional-explorer.js';

type RepositoryClass = new (context: RepositoryContext) => object;

/** The providers of `forFeature`: each repository under the token of its class, one of the user's own under its own class as well. */
export function createRepositoryProviders(
  features: readonly DocumentsFeature[],
  connection: string,
): Provider[] {
  return features.flatMap((feature): Provider[] => {
    const { document, repository } = isOwnRepository(feature)
      ? feature
      : { document: feature, repository: undefined };
    if (typeof document !== 'function')
      throw new NotADocumentError('What DocumentsModule.forFeature was given');
    assertOfThisCopy(document);
    const token = getRepositoryToken(document, connection);
    if (!repository) return [repositoryProvider(token, document, DocumentRepository, connection)];
    return [
      repositoryProvider(repository, document, repository, connection),
      { provide: token, useExisting: repository },
    ];
  });
}

/** The classes that `forFeature` registers. */
export function documentClassesOf(features: readonly DocumentsFeature[]): readonly DocumentClass[] {
  return features.map((feature) => (isOwnRepository(feature) ? feature.document : feature));
}

function isOwnRepository(feature: DocumentsFeature): feature is Exclude<DocumentsFeature, DocumentClass> {
  return typeof feature === 'object' && (feature as unknown) !== null;
}

/** What is wrong with a class is found when the application starts; then it does not keep connections open. */
function repositoryProvider(
  provide: symbol | RepositoryClass,
  documentClass: DocumentClass,
  repositoryClass: RepositoryClass,
  connectionName: string,
): FactoryProvider {
  return {
    provide,
    inject: [
      Connections,
      FeatureExplorer,
      RepositoryContexts,
      TransactionalExplorer,
      { token: getConnectionToken(connectionName), optional: true },
    ],
    useFactory: async (
      connections: Connections,
      features: FeatureExplorer,
      contexts: RepositoryContexts,
      transactional: TransactionalExplorer,
      connection?: Connection,
    ) => {
      try {
        if (!connection) throw new UnknownConnectionError(connectionName, connections.names);
        features.register();
        return transactional.provide(new repositoryClass(contexts.contextFor(documentClass, connection)));
      } catch (error) {
        return connections.abandon(error);
      }
    },
  };
}
