import { Module } from '@nestjs/common';
import type { DynamicModule, Provider } from '@nestjs/common';
import { defaultConnection } from '../connection/connection.js';
import { createAsyncConnectionProviders, createConnectionProviders } from './connection-providers.js';
import { DocumentsCoreModule } from './documents-core.module.js';
import type {
  DocumentsModuleAsyncOptions,
  DocumentsModuleOptions,
  DocumentsFeature,
} from './documents-module-options.js';
import { createRepositoryProviders, documentClassesOf } from './repository-providers.js';
import { featuresToken } from './feature-explorer.js';
import { getConnectionToken, getTransactionsToken } from './tokens.js';
import { transactionsProviders } from './transactions-providers.js';

/**
 * Connects an application to MongoDB and registers its document classes.
 *
 * ```ts
 * imports: [DocumentsModule.forRoot({ uri: 'mongodb://localhost:27017/app' }), DocumentsModule.forFeature([Person])]
 * ```
 */
@Module({})
export class DocumentsModule {
  /** Makes a connection, for the whole application. Once for each name. */
  static forRoot(options: DocumentsModuleOptions): DynamicModule {
    const { connection = defaultConnection, ...connectionOptions } = options;
    return connectionModule(connection, createConnectionProviders(connection, connectionOptions));
  }

  /** Makes a connection whose options come from other providers, as a configuration service. @throws ConnectionConfigurationError */
  static forRootAsync(options: DocumentsModuleAsyncOptions): DynamicModule {
    const { connection = defaultConnection, imports = [] } = options;
    return {
      ...connectionModule(connection, createAsyncConnectionProviders(connection, options)),
      imports: [DocumentsCoreModule, ...imports],
    };
  }

  /**
   * Registers document classes of a connection, and provides and exports their repositories.
   * May be called for one class in several modules. @throws NotADocumentError
   */
  static forFeature(
    features: readonly DocumentsFeature[],
    connection: string = defaultConnection,
  ): DynamicModule {
    const providers = [
      ...createRepositoryProviders(features, connection),
      ...transactionsProviders(connection),
    ];
    return {
      module: DocumentsModule,
      imports: [DocumentsCoreModule],
      providers: [...providers, { provide: featuresToken, useValue: documentClassesOf(features) }],
      exports: providers.map((provider) => (provider as { provide: symbol }).provide),
    };
  }
}

function connectionModule(connection: string, providers: Provider[]): DynamicModule {
  return {
    module: DocumentsModule,
    global: true,
    imports: [DocumentsCoreModule],
    providers: [...providers, ...transactionsProviders(connection)],
    exports: [
      getConnectionToken(connection),
      ...(connection === defaultConnection ? [] : [getTransactionsToken(connection)]),
    ],
  };
}
