import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, test } from 'vitest';
import { DocumentsModule } from 'nestjs-documents';
import type { Connection } from 'nestjs-documents';
import { getMigrationsToken, Migrations, MigrationsModule } from 'nestjs-documents/migrations';
import { migrationOf } from '../../support/migration/steps.js';
import { errorOf } from '../../support/world/integration-app.js';
import { databaseUri } from '../../support/server.js';

const nothing = migrationOf(() => undefined);

@Module({ providers: [{ provide: 'LEDGER', useValue: 'changes' }], exports: ['LEDGER'] })
class ConfigModule {}

describe('MigrationsModule', () => {
  test('takes options from a provider, for any connection', async () => {
    const uri = databaseUri();
    const module = await Test.createTestingModule({
      imports: [
        DocumentsModule.forRoot({ uri, connection: 'archive' }),
        MigrationsModule.forRootAsync({
          connection: 'archive',
          imports: [ConfigModule],
          inject: ['LEDGER'],
          useFactory: async (collection: string) =>
            Promise.resolve({ collection, migrations: { one: nothing } }),
        }),
      ],
    }).compile();
    await module.init();
    await module.get<Migrations>(getMigrationsToken('archive')).up();
    const { db } = module.get<Connection>('nestjs-documents:connection:archive');

    expect(await db.collection('changes').countDocuments()).toBe(1);
    await db.dropDatabase();
    await module.close();
  });

  test.each([
    [{ migrations: {}, lease: 1 }, '"lease" is not a duration between a second and a day'],
    [undefined, 'They have not exactly one of "directory" and "migrations"'],
  ])('refuses the options %o of a provider at the start', async (options, reason) => {
    const error = await errorOf(() =>
      Test.createTestingModule({
        imports: [
          DocumentsModule.forRoot({ uri: databaseUri() }),
          MigrationsModule.forRootAsync({ useFactory: () => options as never }),
        ],
      }).compile(),
    );

    expect(error).toMatchObject({ code: 'INVALID_MIGRATION_OPTIONS', reason });
  });

  test('needs its connection', async () => {
    const error = await errorOf(() =>
      Test.createTestingModule({
        imports: [
          DocumentsModule.forRoot({ uri: databaseUri() }),
          MigrationsModule.forRoot({ migrations: {}, connection: 'archive' }),
        ],
      }).compile(),
    );

    expect(error).toMatchObject({ code: 'UNKNOWN_CONNECTION' });
  });

  test.each([
    [{}, 'They have not exactly one of "directory" and "migrations"'],
    [{ directory: 'a', migrations: {} }, 'They have not exactly one of "directory" and "migrations"'],
    [{ directory: '' }, '"directory" is not a path'],
    [{ migrations: [] }, '"migrations" is not an object'],
    [{ migrations: { 'a b': nothing } }, 'A key of "migrations" cannot be an id'],
    [{ migrations: { a: 1 } }, '"migrations" has no class at a'],
    [{ migrations: {}, lease: '10ms' }, '"lease" is not a duration between a second and a day'],
    [{ migrations: {}, lease: 'soon' }, '"lease" is not a duration between a second and a day'],
    [{ migrations: {}, collection: 'system.x' }, '"collection" cannot be the name of a collection'],
    [{ migrations: {}, connection: 1 }, '"connection" is not a name'],
    [{ migrations: {}, runAtStart: 'no' }, '"runAtStart" is string'],
    [{ migrations: {}, runOnStart: true }, 'One of them has an unknown name'],
    [undefined, 'They are undefined and not an object'],
  ])('refuses the options %o', async (options, reason) => {
    expect(await errorOf(() => MigrationsModule.forRoot(options as never))).toMatchObject({
      code: 'INVALID_MIGRATION_OPTIONS',
      reason,
    });
  });
});
