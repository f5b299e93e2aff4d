import { Inject, Module, Optional } from '@nestjs/common';
import type { BeforeApplicationShutdown, DynamicModule, FactoryProvider, OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Connection } from '../driver/connection.js';
import { UnknownConnectionError } from '../driver/errors/connection-errors.js';
import { Connections } from '../module/connections.js';
import { RepositoryContexts } from '../module/repository-contexts.js';
import { getConnectionToken, migrationsAtStartToken } from '../module/tokens.js';
import { MigrationLedger } from '../server/migration/migration-ledger.js';
import { AmbientTransaction } from '../transaction/ambient-transaction.js';
import { Migrations } from './migrations.js';
import { settingsOf } from './options.js';
import type { MigrationsModuleOptions, MigrationsSettings } from './options.js';
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
    const token = getMigrationsToken(settings.connection);
    return {
      module: MigrationsModule,
      // Its hook runs before those of other modules, and after the listeners are connected.
      global: true,
      providers: [
        { provide: settingsToken, useValue: settings },
        migrationsProvider(settings),
        { provide: token, useExisting: ownToken },
      ],
      exports: [token],
    };
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

function migrationsProvider(settings: MigrationsSettings): FactoryProvider {
  return {
    provide: ownToken,
    inject: [
      ModuleRef,
      Connections,
      RepositoryContexts,
      { token: getConnectionToken(settings.connection), optional: true },
    ],
    useFactory: (
      moduleRef: ModuleRef,
      connections: Connections,
      contexts: RepositoryContexts,
      connection?: Connection,
    ) => {
      if (!connection) throw new UnknownConnectionError(settings.connection, connections.names);
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
