import { Global, Injectable, Logger, Module } from '@nestjs/common';
import type { INestApplication, ModuleMetadata, OnModuleInit } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { MongoClient, ObjectId } from 'mongodb';
import type { Db } from 'mongodb';
import {
  DatabaseSchema,
  Document,
  DocumentsModule,
  Field,
  Id,
  Index,
  InjectDatabaseSchema,
  InjectRepository,
} from 'nestjs-documents';
import type { DocumentRepository, SchemaPolicy } from 'nestjs-documents';
import { describe, expect, test } from 'vitest';
import { schemaPolicyToken } from '../../../lib/module/tokens.js';
import { CapturedLog } from '../../support/secrets/captured-log.js';
import { databaseUri } from '../../support/server.js';
import { errorOf } from '../../support/world/integration-app.js';

@Document({ collection: 'people' })
@Index({ email: 1 }, { unique: true })
class Person {
  @Id() id!: ObjectId;
  @Field({ required: true }) email!: string;
}

@Document({ collection: 'notes' })
class Note {
  @Id() id!: ObjectId;
  @Field() text?: string;
}

/** Writes when its module is initialised. */
@Injectable()
class Writer implements OnModuleInit {
  constructor(
    @InjectRepository(Person) private readonly people: DocumentRepository<Person>,
    @InjectDatabaseSchema() readonly schema: DatabaseSchema,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.people.create({ email: 'ada@example.org' });
  }
}

@Module({ imports: [DocumentsModule.forFeature([Person])], providers: [Writer] })
class PeopleModule {}

interface World extends AsyncDisposable {
  readonly db: Db;
  readonly log: CapturedLog;
  /** Starts an application; it is closed with the world. */
  start(schema?: SchemaPolicy, modules?: ModuleMetadata['imports']): Promise<INestApplication>;
  /** The names of the indexes of `people`, in their order. */
  names(): Promise<string[]>;
}

async function openWorld(): Promise<World> {
  const [uri, log] = [databaseUri(), new CapturedLog()];
  const client = await new MongoClient(uri).connect();
  const db = client.db();
  const apps: INestApplication[] = [];
  return {
    ...{ db, log },
    async start(schema, modules = [PeopleModule]) {
      const imports = [DocumentsModule.forRoot({ uri, ...(schema && { schema }) }), ...modules];
      const testing = await Test.createTestingModule({ imports }).setLogger(log).compile();
      const app = await testing.createNestApplication().init();
      apps.push(app);
      return app;
    },
    async names() {
      return (await db.collection('people').indexes()).map(({ name = '' }) => name);
    },
    async [Symbol.asyncDispose]() {
      for (const app of apps) await app.close();
      await db.dropDatabase();
      await client.close();
      Logger.overrideLogger(true);
    },
  };
}

const unchosen = (line: string): boolean => line.includes('nothing compares');

describe("The policy 'create'", () => {
  test('makes indexes before a hook of a module writes', async () => {
    await using world = await openWorld();
    await world.start('create');
    expect(await world.names()).toEqual(['_id_', 'email_1']);
    expect(await errorOf(() => world.start('create'))).toMatchObject({ code: 'DUPLICATE_KEY' });
  });

  test('logs what it makes, and nothing at the next start', async () => {
    await using world = await openWorld();
    await world.start('create', [DocumentsModule.forFeature([Person])]);
    const made = world.log.lines.filter((line) => line.includes('create '));
    expect(made).toEqual([
      'Connection "default": create collection people',
      'Connection "default": create index people.email_1',
    ]);
    await world.start('create', [DocumentsModule.forFeature([Person])]);
    expect(world.log.lines.filter((line) => line.includes('create '))).toEqual(made);
  });

  test('changes and drops nothing, and warns of what differs', async () => {
    await using world = await openWorld();
    await world.db.collection('people').createIndexes([{ key: { email: 1 } }, { key: { old: 1 } }]);
    await world.start('create');
    expect(await world.db.collection('people').indexInformation({ full: true })).toMatchObject([
      { name: '_id_' },
      { name: 'email_1', key: { email: 1 } },
      { name: 'old_1' },
    ]);
    expect(world.log.lines.filter((line) => line.includes('unique: no → yes'))).toHaveLength(1);
  });

  test('fails the start when an index cannot be made', async () => {
    await using world = await openWorld();
    await world.db.collection('people').insertMany([{ email: 'a@secret' }, { email: 'a@secret' }]);
    const error = await errorOf(() => world.start('create'));
    expect(error).toMatchObject({ code: 'SCHEMA_NOT_APPLIED', serverCode: 11000 });
    expect(String(error)).not.toContain('secret');
  });

  test('is carried out by several instances that start together', async () => {
    await using world = await openWorld();
    const modules = [DocumentsModule.forFeature([Person])];
    await Promise.all(Array.from({ length: 5 }, () => world.start('create', modules)));
    expect(await world.names()).toEqual(['_id_', 'email_1']);
  });
});

describe("The policy 'check'", () => {
  test('fails the start with the plan and the command, before a hook of a module writes', async () => {
    await using world = await openWorld();
    await world.db.createCollection('people');
    const error = await errorOf(() => world.start('check'));
    expect(error).toMatchObject({ code: 'SCHEMA_DRIFT', connection: 'default' });
    expect(error.plan.missing).toHaveLength(1);
    expect(error.message).toContain('missing  create index  people.email_1  { email: 1 }, unique');
    expect(error.message).toContain('Run "npx nestjs-documents apply"');
    expect(await world.db.collection('people').countDocuments()).toBe(0);
    expect(await world.names()).toEqual(['_id_']);
  });

  test('starts when the database is as declared', async () => {
    await using world = await openWorld();
    await world.start('create', [DocumentsModule.forFeature([Person])]);
    await world.start('check', [DocumentsModule.forFeature([Person])]);
    expect(world.log.lines.filter((line) => line.includes('differen'))).toEqual([]);
  });

  test('starts beside an index that no class declares, and logs it', async () => {
    await using world = await openWorld();
    await world.db
      .collection('people')
      .createIndexes([{ key: { email: 1 }, unique: true }, { key: { old: 1 } }]);
    await world.start('check');
    expect(world.log.lines.filter((line) => line.includes('extra  drop index  people.old_1'))).toHaveLength(
      1,
    );
  });
});

describe('Without a policy', () => {
  test('nothing is compared, and one line says that something is declared', async () => {
    await using world = await openWorld();
    await world.start();
    expect(world.log.lines.filter(unchosen)).toEqual([
      `Connection "default": the document classes declare 1 index, and nothing compares them with the database. Choose forRoot({ schema: 'check' }) or 'create', or 'none' for an application that has them made elsewhere.`,
    ]);
    expect(await world.names()).toEqual(['_id_']);
  });

  test('no line is logged if nothing is declared', async () => {
    await using world = await openWorld();
    await world.start(undefined, [DocumentsModule.forFeature([Note])]);
    expect(world.log.lines.filter(unchosen)).toEqual([]);
  });

  test("no line is logged for 'none'", async () => {
    await using world = await openWorld();
    await world.start('none');
    expect(world.log.lines.filter(unchosen)).toEqual([]);
    expect(await world.names()).toEqual(['_id_']);
  });
});

describe('A policy', () => {
  test('that does not exist is refused', async () => {
    await using world = await openWorld();
    expect(await errorOf(() => world.start('yes' as SchemaPolicy))).toMatchObject({
      code: 'CONNECTION_CONFIGURATION',
      reason: 'The option "schema" is not a policy',
    });
  });

  test('of a global module counts for all connections', async () => {
    await using world = await openWorld();
    const provider = { provide: schemaPolicyToken, useValue: 'none' };
    @Global()
    @Module({ providers: [provider], exports: [provider] })
    class CommandLine {}
    await world.start('create', [PeopleModule, CommandLine]);
    expect(await world.names()).toEqual(['_id_']);
  });
});

describe('DatabaseSchema', () => {
  test('is injected, plans and applies', async () => {
    await using world = await openWorld();
    const app = await world.start('none');
    const { schema } = app.get(Writer, { strict: false });
    expect(app.get(DatabaseSchema)).toBe(schema);
    expect((await schema.plan()).missing.map(({ index }) => index)).toEqual(['email_1']);
    const told: string[] = [];
    const { applied, remaining } = await schema.apply({ onChange: ({ kind }) => told.push(kind) });
    expect([applied.map(({ kind }) => kind), told, remaining.isEmpty]).toEqual([
      ['createIndex'],
      ['createIndex'],
      true,
    ]);
  });

  test('drops nothing unless it is told to', async () => {
    await using world = await openWorld();
    const schema = (await world.start('none')).get(DatabaseSchema);
    await world.db.collection('people').createIndex({ old: 1 });
    const { remaining } = await schema.apply();
    expect(remaining.extra.map(({ index }) => index)).toEqual(['old_1']);
    expect((await schema.apply({ drop: true })).remaining.isEmpty).toBe(true);
    expect(await world.names()).toEqual(['_id_', 'email_1']);
  });

  test.each<[string, unknown]>([
    ['drop is a text', { drop: 'false' }],
    ['onChange is no function', { onChange: true }],
    ['they are a text', 'drop'],
  ])('refuses options if %s', async (_when, options) => {
    await using world = await openWorld();
    const schema = (await world.start('none')).get(DatabaseSchema);
    expect(await errorOf(() => schema.apply(options as never))).toMatchObject({ code: 'INVALID_OPTIONS' });
    expect(await world.names()).toEqual(['_id_']);
  });
});
