import { Inject, Module, Optional } from '@nestjs/common';
import type {
  BeforeApplicationShutdown,
  DynamicModule,
  FactoryProvider,
  OnModuleInit,
  Provider,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { defaultConnection } from '../driver/connection.js';
import type { Connection } from '../driver/connection.js';
import { UnknownConnectionError } from '../driver/errors/connection-errors.js';
import { Connections } from '../module/connections.js';
import { RepositoryContexts } from '../module/repository-contexts.js';
import { getConnectionToken, migrationsAtStartToken } from '../module/tokens.js';
import { MigrationLedger } from '../server/migration/migration-ledger.js';
import { AmbientTransaction } from '../transaction/ambient-transaction.js';
import { Migrations } from './migrations.js';
import { settingsOf } from './options.js';
import type { MigrationsModuleAsyncOptions, MigrationsModuleOptions, MigrationsSettings } from './options.js';
import { getMigrationsToken } from './tokens.js';

const settingsToken = Symbol('nestjs-documents:migrations-settings');
const ownToken = Symbol('nestjs-documents:migrations');

/**
 * Gives an application its migrations. Import it once for each connection that has some, beside `DocumentsModule.forRoot`.
 * @example
 * ```ts
 * imports: [DocumentsModule.forRoot({ uri }), MigrationsModule.forRoot({ directory: 'dist/migrations' })]
 * ```
 */
@Module({})
export class MigrationsModule implements OnModuleInit, BeforeApplicationShutdown {
  /** @internal */
  constructor(
    @Inject(settingsToken) private readonly settings: MigrationsSettings,
    @Inject(ownToken) private readonly migrations: Migrations,
    private readonly connections: Connections,
    @Optional() @Inject(migrationsAtStartToken) private readonly runAtStartOfAll?: boolean,
  ) {}

  /** @throws InvalidMigrationOptionsError */
  static forRoot(options: MigrationsModuleOptions): DynamicModule {
    const settings = settingsOf(options);
    return moduleOf(settings.connection, { provide: settingsToken, useValue: settings });
  }

  /** With options that a provider makes, as from a `ConfigService`. A wrong one is an InvalidMigrationOptionsError at the start. */
  static forRootAsync({
    connection = defaultConnection,
    imports = [],
    inject = [],
    useFactory,
  }: MigrationsModuleAsyncOptions): DynamicModule {
    const makeSettings = async (...dependencies: never[]): Promise<MigrationsSettings> =>
      settingsOf({ ...(await useFactory(...dependencies)), connection });
    const settings = { provide: settingsToken, useFactory: makeSettings, inject };
    return { ...moduleOf(connection, settings), imports };
  }

  async onModuleInit(): Promise<void> {
    if (!(this.runAtStartOfAll ?? this.settings.runAtStart)) return;
    try {
      await this.migrations.up();
    } catch (error) {
      // The application does not start, and nothing keeps the process alive.
      await this.connections.close();
      throw error;
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.migrations.stop();
  }
}

function moduleOf(connection: string, settings: Provider): DynamicModule {
  const token = getMigrationsToken(connection);
  return {
    module: MigrationsModule,
    // Its hook runs before those of other modules, and after the listeners are connected.
    global: true,
    providers: [settings, migrationsProvider(connection), { provide: token, useExisting: ownToken }],
    exports: [token],
  };
}

function migrationsProvider(connectionName: string): FactoryProvider {
  return {
    provide: ownToken,
    inject: [
      ModuleRef,
      Connections,
      RepositoryContexts,
      settingsToken,
      { token: getConnectionToken(connectionName), optional: true },
    ],
    useFactory: (
      moduleRef: ModuleRef,
      connections: Connections,
      contexts: RepositoryContexts,
      settings: MigrationsSettings,
      connection?: Connection,
    ) => {
      if (!connection) throw new UnknownConnectionError(connectionName, connections.names);
      return new Migrations(
        {
          connection,
          moduleRef,
          transactions: contexts.transactionsOf(connection),
          ledger: new MigrationLedger(connection, settings.collection),
          currentSession: () =>
            moduleRef.get(AmbientTransaction, { strict: false }).find(connection)?.session,
        },
        settings,
      );
    },
  };
}
