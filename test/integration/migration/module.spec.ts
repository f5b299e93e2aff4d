import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forwardRef, Inject, Injectable, Logger, Optional, Scope } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DocumentsModule, InjectConnection, InjectRepository, repositoryOf } from 'nestjs-documents';
import type { Connection, DocumentRepository } from 'nestjs-documents';
import { getMigrationsToken, Migrations, MigrationsModule } from 'nestjs-documents/migrations';
import type { Migration, MigrationClass } from 'nestjs-documents/migrations';
import { openMigrations, Person } from '../../support/migration/migrations-app.js';
import type { MigrationsApp } from '../../support/migration/migrations-app.js';
import { migrationOf } from '../../support/migration/steps.js';
import { ClientCount } from '../../support/world/nest-world.js';
import { errorOf } from '../../support/world/integration-app.js';
import { databaseUri } from '../../support/server.js';

let app: MigrationsApp | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});
const open = async (
  migrations: Record<string, MigrationClass>,
  providers: (new (...given: never[]) => object)[] = [],
) => (app = await openMigrations({ migrations }, { providers }));

@Injectable()
class Mail {}
@Injectable({ scope: Scope.TRANSIENT })
class Counter {
  count = 0;
}
@Injectable()
class PersonRepository extends repositoryOf(Person) {}

describe('A migration is given', () => {
  test('the providers of any module, by their classes and tokens', async () => {
    let given: unknown[] = [];
    class Wanting implements Migration {
      @Inject(Mail) private readonly mail!: Mail;
      constructor(
        @InjectRepository(Person) people: DocumentRepository<Person>,
        @InjectConnection() connection: Connection,
        own: PersonRepository,
        @Inject(forwardRef(() => Mail)) mail: Mail,
        @Optional() @Inject('NOWHERE') nowhere: unknown,
        counter: Counter,
        logger: Logger,
        migrations: Migrations,
      ) {
        given = [people, connection, own, mail, nowhere, counter, logger, migrations];
      }
      up(): void {
        given.push(this.mail);
      }
    }
    const { migrations, connection, people } = await open({ wanting: Wanting }, [
      Mail,
      Counter,
      PersonRepository,
    ]);
    await migrations.up();

    expect(given[0]).toBe(people);
    expect(given[1]).toBe(connection);
    expect(given[2]).toBeInstanceOf(PersonRepository);
    expect(given[3]).toBeInstanceOf(Mail);
    expect(given[4]).toBeUndefined();
    expect(given[5]).toBeInstanceOf(Counter);
    expect(given[6]).toBeInstanceOf(Logger);
    expect(given[7]).toBe(migrations);
    expect(given[8]).toBe(given[3]);
  });

  test('nothing that the application does not have, and then none is run', async () => {
    const calls: string[] = [];
    class Wanting implements Migration {
      constructor(readonly connection: unknown) {}
      up(): void {}
    }
    Inject('CONNECTION_OPTIONS')(Wanting, undefined, 0);
    const { migrations } = await open({ '1': migrationOf(({ id }) => calls.push(id)), '2': Wanting });

    expect(await errorOf(() => migrations.up())).toMatchObject({
      code: 'INVALID_MIGRATION',
      migration: '2',
      reason: 'The application has no provider for its parameter 1, CONNECTION_OPTIONS, or it cannot be made',
    });
    expect(calls).toEqual([]);
  });

  test('nothing without a decorator that notes what it takes, and then none is run', async () => {
    const calls: string[] = [];
    class Undecorated implements Migration {
      constructor(readonly mail: Mail) {}
      up(): void {}
    }
    const { migrations } = await open({ '1': migrationOf(({ id }) => calls.push(id)), '2': Undecorated }, [
      Mail,
    ]);

    expect(await errorOf(() => migrations.up())).toMatchObject({
      ...{ code: 'INVALID_MIGRATION', migration: '2', remedy: 'Decorate the class with @Injectable()' },
      reason:
        'Its constructor has parameters whose types are not known at run time: TypeScript notes them only of classes with a decorator',
    });
    expect(calls).toEqual([]);
  });

  test('nothing for a parameter before one that a decorator notes alone', async () => {
    class Partly implements Migration {
      constructor(mail: Mail, connection: unknown) {
        Object.assign(this, { mail, connection });
      }
      up(): void {}
    }
    Inject('CONNECTION_OPTIONS')(Partly, undefined, 1);
    const { migrations } = await open({ '1': Partly }, [Mail]);

    expect(await errorOf(() => migrations.up())).toMatchObject({
      code: 'INVALID_MIGRATION',
      reason: 'The class of its parameter 1 is not known at run time',
    });
  });

  test('a logger under its id', async () => {
    const { migrations, log } = await open({ hello: migrationOf(({ logger }) => logger.log('Hello')) });
    await migrations.up();

    expect(log.lines).toEqual(expect.arrayContaining(['Hello', 'hello applied']));
  });
});

describe('A folder of migrations', () => {
  let directory: string;
  beforeEach(async () => void (directory = await mkdtemp(join(tmpdir(), 'migrations-'))));
  afterEach(() => rm(directory, { recursive: true }));
  const openFolder = async (files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
    return (app = await openMigrations({ directory }));
  };

  test('may hold ES modules and CommonJS, and other files', async () => {
    const { migrations } = await openFolder({
      '1-module.mjs': 'export default class { up() {} }',
      '2-common.cjs': 'exports.Second = class { up() {} };',
      '3-default.cjs':
        "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = class { up() {} };",
      '1-module.d.mts': '',
      '1-module.mjs.map': '',
      '1-module.spec.mjs': '',
      '_shared.mjs': '',
      'README.md': '',
    });

    expect((await migrations.up()).migrations.map(({ id }) => id)).toEqual([
      '1-module',
      '2-common',
      '3-default',
    ]);
  });

  test('is compared without line ends and source maps', async () => {
    const { migrations } = await openFolder({ '1.mjs': 'export default class {\n  up() {}\n}\n' });
    await migrations.up();
    await writeFile(
      join(directory, '1.mjs'),
      'export default class {\r\n  up() {}\r\n}\r\n//# sourceMappingURL=1.mjs.map\r\n',
    );
    expect((await migrations.status()).isUpToDate).toBe(true);

    await writeFile(join(directory, '1.mjs'), 'export default class {\n  async up() {}\n}\n');
    expect((await migrations.status()).migrations[0]?.problem).toBe('changed');
  });

  test.each([
    [{ '1.mjs': 'export const a = 1;' }, '1', 'It has no class with a method up'],
    [{ '1.mjs': 'export default { up() {} }' }, '1', 'It has no class with a method up'],
    [{ '1.mjs': 'export default class {}' }, '1', 'It has no class with a method up'],
    [
      { '1.mjs': 'export class A { up() {} }; export class B { up() {} }' },
      '1',
      'Its file exports several classes with a method up',
    ],
    [{ '1.mjs': 'export default class {' }, '1', 'Its file cannot be loaded'],
    [{ '1.mjs': '', '1.cjs': '' }, '1', 'Two files have this name, with different extensions'],
    [{ 'a b.mjs': '' }, '', 'The name of a file in the folder of the migrations cannot be an id'],
  ])('is refused: %o', async (files, migration, reason) => {
    const { migrations } = await openFolder(files);

    expect(await errorOf(() => migrations.up())).toMatchObject({
      code: 'INVALID_MIGRATION',
      migration,
      reason,
    });
  });

  test('is refused if it cannot be read', async () => {
    const { migrations } = (app = await openMigrations({ directory: '/nowhere/migrations' }));

    expect(await errorOf(() => migrations.status())).toMatchObject({
      code: 'INVALID_MIGRATION',
      reason: 'Their folder /nowhere/migrations cannot be read',
    });
  });
});

describe('MigrationsModule', () => {
  test('runs what is pending at the start, before hooks of other modules, if it is told to', async () => {
    const order: string[] = [];
    const first = migrationOf(({ id }) => order.push(id));
    @Injectable()
    class Service {
      onModuleInit(): void {
        order.push('hook');
      }
    }
    app = await openMigrations({ migrations: { first }, runAtStart: true }, { providers: [Service] });

    expect(order).toEqual(['first', 'hook']);
  });

  test('fails the start if a migration fails, and closes the connections', async () => {
    const failing = migrationOf(() => {
      throw new Error('mistake');
    });
    const uri = databaseUri();
    const clients = new ClientCount();
    const error = await errorOf(() => openMigrations({ migrations: { failing }, runAtStart: true }, { uri }));

    expect(error).toMatchObject({ code: 'MIGRATION_FAILED', migration: 'failing' });
    expect(clients).toMatchObject({ connected: 1, open: 0 });
    clients.stop();
    app = await openMigrations({ migrations: {} }, { uri });
  });

  test('runs nothing at the start otherwise', async () => {
    const { migrations } = await open({ first: migrationOf(() => undefined) });

    expect((await migrations.status()).pending).toEqual(['first']);
  });

  test('keeps the ledgers of several connections and collections apart', async () => {
    const names: string[] = [];
    const note = migrationOf(({ connection }) => names.push(connection.name));
    const module = await Test.createTestingModule({
      imports: [
        DocumentsModule.forRoot({ uri: databaseUri() }),
        DocumentsModule.forRoot({ uri: databaseUri(), connection: 'archive' }),
        MigrationsModule.forRoot({ migrations: { one: note } }),
        MigrationsModule.forRoot({ migrations: { two: note }, connection: 'archive', collection: 'changes' }),
      ],
    }).compile();
    const archive = module.get<Migrations>(getMigrationsToken('archive'));
    await archive.up();

    expect(names).toEqual(['archive']);
    expect((await module.get(Migrations).status()).pending).toEqual(['one']);
    expect(module.get<Migrations>(getMigrationsToken())).toBe(module.get(Migrations));
    const connection = module.get<Connection>('nestjs-documents:connection:archive');
    expect(await connection.db.collection('changes').countDocuments()).toBe(1);
    await connection.db.dropDatabase();
    await module.close();
  });
});
