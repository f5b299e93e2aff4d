import type { FactoryProvider, Provider } from '@nestjs/common';
import type { ConnectionOptions } from '../driver/connection-options.js';
import { ConnectionConfigurationError } from '../driver/errors/connection-errors.js';
import { isShownName } from '../errors/shown-name.js';
import { Connections } from './connections.js';
import type { DocumentsModuleAsyncOptions, DocumentsOptionsFactory } from './documents-module-options.js';
import { RepositoryContexts } from './repository-contexts.js';
import { SchemaPolicies } from './schema/schema-policies.js';
import { getConnectionToken } from './tokens.js';

const optionsToken = Symbol('nestjs-documents:options');

/** The providers of a connection whose options come from other providers. */
export function createAsyncConnectionProviders(
  name: string,
  options: DocumentsModuleAsyncOptions,
): Provider[] {
  return [connectionProvider(name), ...optionsProviders(name, options)];
}

/** The providers of a connection whose options are given. */
export function createConnectionProviders(name: string, options: ConnectionOptions): Provider[] {
  return [connectionProvider(name), { provide: optionsToken, useValue: options }];
}

function connectionProvider(name: string): FactoryProvider {
  return {
    provide: getConnectionToken(name),
    inject: [Connections, RepositoryContexts, SchemaPolicies, optionsToken],
    useFactory: async (
      connections: Connections,
      contexts: RepositoryContexts,
      policies: SchemaPolicies,
      options: ConnectionOptions,
    ) => {
      const connection = await connections.open(name, options);
      contexts.watchCommands(connection, options);
      await policies.enforce(connection, options);
      return connection;
    },
  };
}

function optionsProviders(name: string, options: DocumentsModuleAsyncOptions): Provider[] {
  assertKnownAsyncOptions(name, options);
  const { useFactory, useClass, useExisting, inject } = options;
  if ([useFactory, useClass, useExisting].filter(Boolean).length !== 1) {
    throw new ConnectionConfigurationError(
      name,
      'forRootAsync takes exactly one of useFactory, useClass and useExisting',
      'Pass one of them',
    );
  }
  if (useFactory)
    return [
      {
        provide: optionsToken,
        useFactory: useFactory as FactoryProvider['useFactory'],
        inject: inject ?? [],
      },
    ];
  const factory = (useClass ?? useExisting) as NonNullable<typeof useClass>;
  const provider: FactoryProvider = {
    provide: optionsToken,
    useFactory: (made: DocumentsOptionsFactory) => made.createDocumentsOptions(name),
    inject: [factory],
  };
  return useClass ? [provider, useClass] : [provider];
}

const asyncOptionNames: readonly string[] = Object.freeze<(keyof DocumentsModuleAsyncOptions)[]>([
  ...(['connection', 'imports', 'useFactory', 'inject', 'useClass', 'useExisting'] as const),
]);

/** @throws ConnectionConfigurationError */
function assertKnownAsyncOptions(name: string, options: DocumentsModuleAsyncOptions): void {
  const unknown = Object.keys(options).find((each) => !asyncOptionNames.includes(each));
  if (unknown === undefined) return;
  throw new ConnectionConfigurationError(
    name,
    `forRootAsync has no option ${isShownName(unknown) ? `"${unknown}"` : 'of that name'}`,
    `Its options are ${asyncOptionNames.join(', ')}; those of the connection are what the factory returns`,
  );
}
