import { Module } from '@nestjs/common';
import type { DynamicModule, Provider } from '@nestjs/common';
import { defaultConnection } from '../driver/connection.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { createAsyncConnectionProviders, createConnectionProviders } from './connection-providers.js';
import { DocumentsCoreModule } from './documents-core.module.js';
import type { DocumentsModuleAsyncOptions, DocumentsModuleOptions } from './documents-module-options.js';
import { createRepositoryProviders } from './repository-providers.js';
import { featuresToken } from './feature-explorer.js';
import type { Features } from './feature-explorer.js';
import { databaseSchemaProvider } from './schema/database-schema-provider.js';
import { getConnectionToken, getDatabaseSchemaToken, getTransactionsToken } from './tokens.js';
import { transactionsProviders } from './transactional/transactions-providers.js';

/**
 * Connects an application to MongoDB and registers its document classes.
 * @example
 * ```ts
 * imports: [DocumentsModule.forRoot({ uri: 'mongodb://localhost:27017/app' }), DocumentsModule.forFeature([Person])]
 * ```
 */
@Module({})
export class DocumentsModule {
  /** Makes a connection for the whole application. Call it once per name. */
  static forRoot(options: DocumentsModuleOptions): DynamicModule {
    const { connection = defaultConnection, ...connectionOptions } = options;
    return connectionModule(connection, createConnectionProviders(connection, connectionOptions));
  }

  /** Makes a connection whose options come from other providers, such as a configuration service. @throws ConnectionConfigurationError */
  static forRootAsync(options: DocumentsModuleAsyncOptions): DynamicModule {
    const { connection = defaultConnection, imports = [] } = options;
    return {
      ...connectionModule(connection, createAsyncConnectionProviders(connection, options)),
      imports: [DocumentsCoreModule, ...imports],
    };
  }

  /**
   * Registers document classes of a connection, and provides and exports their repositories, which custom repositories rely on. Several
   * modules may register one class.
   * @throws NotADocumentError
   */
  static forFeature(
    documentClasses: readonly DocumentClass[],
    connection: string = defaultConnection,
  ): DynamicModule {
    const features: Features = { connection, documentClasses };
    const providers = [
      ...createRepositoryProviders(documentClasses, connection),
      ...transactionsProviders(connection),
    ];
    return {
      module: DocumentsModule,
      imports: [DocumentsCoreModule],
      providers: [...providers, { provide: featuresToken, useValue: features }],
      exports: providers.map((provider) => (provider as { provide: symbol }).provide),
    };
  }
}

function connectionModule(connection: string, providers: Provider[]): DynamicModule {
  return {
    module: DocumentsModule,
    global: true,
    imports: [DocumentsCoreModule],
    providers: [...providers, ...transactionsProviders(connection), databaseSchemaProvider(connection)],
    exports: [
      getConnectionToken(connection),
      getDatabaseSchemaToken(connection),
      ...(connection === defaultConnection ? [] : [getTransactionsToken(connection)]),
    ],
  };
}
