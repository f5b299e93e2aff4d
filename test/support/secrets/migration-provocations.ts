import { Injectable } from '@nestjs/common';
import { DocumentsModule } from 'nestjs-documents';
import { Migrations, MigrationsModule } from 'nestjs-documents/migrations';
import type { MigrationClass, MigrationContext } from 'nestjs-documents/migrations';
import { databaseUri } from '../server.js';
import { secret } from './secrets-world.js';
import type { SecretsWorld } from './secrets-world.js';

class Secretive {
  static readonly password = secret;
  readonly password = secret;
  up(): void {}
}

/** Starts an application that migrates. @param work what it does with its migrations; default `up` */
const migrating =
  (
    migrations: Record<string, MigrationClass>,
    work: (migrations: Migrations) => Promise<unknown> = (given) => given.up(),
  ) =>
  (world: SecretsWorld): Promise<void> => {
    @Injectable()
    class Service {
      constructor(private readonly migrations: Migrations) {}
      async onModuleInit(): Promise<void> {
        await work(this.migrations);
      }
    }
    return world.start({
      imports: [DocumentsModule.forRoot({ uri: databaseUri() }), MigrationsModule.forRoot({ migrations })],
      providers: [Service],
    });
  };

/** Runs a migration whose `up` is a function. */
const running = (up: (context: MigrationContext) => Promise<unknown>) =>
  migrating({
    '1': class extends Secretive {
      override up = up as never;
    },
  });

/** Writes to the ledger by a migration, and then runs others. */
const withEntry = (entry: object) =>
  migrating(
    {
      '1': class {
        async up({ connection }: MigrationContext): Promise<void> {
          await connection.db.collection('migrations').insertOne(entry);
        }
      },
    },
    async (migrations) => {
      await migrations.up();
      await migrations.up();
    },
  );

/** Mistakes in migrations; the secrets are in classes, documents and the ledger. */
export const migrationProvocations = {
  InvalidMigrationError: {
    'its class has no method up': migrating({
      '1': class {
        password = secret;
      } as never,
    }),
  },
  InvalidMigrationOptionsError: {
    'a key is secret': () => MigrationsModule.forRoot({ [secret]: secret } as never),
    'an id is secret': () => MigrationsModule.forRoot({ migrations: { [`${secret} `]: Secretive } }),
    'a step has secret options': async (world: SecretsWorld) => {
      try {
        return await running((context) =>
          context.eachStoredBatch('people', { secret }, { size: secret as never }, () => secret),
        )(world);
      } catch (error) {
        throw (error as Error).cause;
      }
    },
  },
  MigrationsChangedError: {
    'an entry has secrets': withEntry({
      ...{ _id: '2', state: 'applied', direction: 'up', batch: 1, checksum: secret, note: secret },
    }),
  },
  MigrationFailedError: {
    'the driver says something secret': running(async ({ connection }) => {
      await connection.db.collection<any>('people').insertOne({ _id: secret });
      await connection.db.collection<any>('people').insertOne({ _id: secret });
    }),
  },
  MigrationLockLostError: {
    'its entry belongs to another one': running(({ connection }) =>
      connection.db.collection('migrations').updateMany({}, { $set: { holder: secret } }),
    ),
  },
  IrreversibleMigrationError: {
    'it has secrets': migrating({ '1': Secretive }, async (migrations) => {
      await migrations.up();
      await migrations.down();
    }),
  },
  InvalidMigrationLedgerError: {
    'an id is secret': withEntry({ _id: `${secret} ` }),
    'a state is secret': withEntry({ _id: '2', state: secret }),
  },
};
