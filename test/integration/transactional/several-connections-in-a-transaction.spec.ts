import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { INestApplication } from '@nestjs/common';
import {
  DocumentsModule,
  InvalidOptionsError,
  OtherConnectionError,
  SignalBus,
  type Transactions,
  getConnectionToken,
  getTransactionsToken,
  postSave,
} from 'nestjs-documents';
import type { Connection, DocumentRepository, PostSave } from 'nestjs-documents';
import { CommandLog } from '../../conformance/command-log.js';
import { errorOf } from '../../support/world/integration-app.js';
import { Applications, Person, repositoryOf } from '../../support/world/nest-world.js';
import { capabilities, databaseUri } from '../../support/server.js';

/** A connection of the application, and what is sent on it. */
interface Side {
  readonly transactions: Transactions;
  readonly people: DocumentRepository<Person>;
  readonly connection: Connection;
  readonly commands: CommandLog;
  save(name: string): Promise<Person>;
  names(): Promise<string[]>;
}

const applications = new Applications();
const clientOptions = { monitorCommands: true };

async function sideOf(app: INestApplication, name: string): Promise<Side> {
  const people = repositoryOf(app, Person, name);
  const connection = app.get<Connection>(getConnectionToken(name));
  const collection = await connection.db.createCollection('people');
  const transactions = app.get<Transactions>(getTransactionsToken(name));
  // Which asks the server once whether it has transactions.
  await transactions.run(() => undefined);
  return {
    transactions,
    people,
    connection,
    commands: new CommandLog(connection.client),
    save: async (given) => people.create({ name: given }),
    names: async () =>
      (await collection.find().sort({ name: 1 }).toArray()).map((each) => String(each['name'])),
  };
}

const withTransactions = capabilities.transactions ? describe : describe.skip;

withTransactions('A transaction of one of two connections (needs transactions)', () => {
  let main: Side;
  let other: Side;
  let bus: SignalBus;

  beforeAll(async () => {
    const app = await applications.start({
      imports: [
        DocumentsModule.forRoot({ uri: databaseUri(), clientOptions }),
        DocumentsModule.forRoot({ uri: databaseUri(), clientOptions, connection: 'other' }),
        DocumentsModule.forFeature([Person]),
        DocumentsModule.forFeature([Person], 'other'),
      ],
    });
    main = await sideOf(app, 'default');
    other = await sideOf(app, 'other');
    bus = app.get(SignalBus);
  });
  beforeEach(async () => {
    for (const { connection, commands } of [main, other]) {
      await connection.db.collection('people').deleteMany({});
      commands.clear();
    }
  });
  afterAll(async () => {
    for (const { connection } of [main, other]) await connection.db.dropDatabase();
    await applications.close();
  });

  const writes: [string, (document: Person) => unknown][] = [
    ['save', (document) => other.people.save(Object.assign(document, { name: 'changed' }))],
    ['insertMany', async () => other.people.insertMany([other.people.build({ name: 'new' })])],
    ['delete', (document) => other.people.delete(document)],
    ['deleteMany', () => other.people.deleteMany({ name: 'there' })],
  ];
  test.each(writes)('%s on the other one is refused, and sends nothing', async (_, write) => {
    const there = await other.save('there');
    other.commands.clear();
    await main.transactions.run(async () => {
      await main.save('Ada');
      const error = await errorOf(() => write(there));
      expect(error).toBeInstanceOf(OtherConnectionError);
      expect(error).toMatchObject({ code: 'OTHER_CONNECTION', connection: 'other' });
    });

    expect(other.commands.names).toEqual([]);
    expect(await main.names()).toEqual(['Ada']);
    expect(await other.names()).toEqual(['there']);
  });

  test.each(writes)('%s on the other one is possible where that is allowed, and stays', async (_, write) => {
    const there = await other.save('there');
    const error = await errorOf(() =>
      main.transactions.run(
        async () => {
          await main.save('Ada');
          await write(there);
          throw new Error('no');
        },
        { allowOtherConnections: true },
      ),
    );

    expect(error.message).toBe('no');
    expect(await main.names()).toEqual([]);
    expect(await other.names()).not.toEqual(['there']);
  });

  test('reads on the other one are free, and in no transaction', async () => {
    const { id } = await other.save('there');
    other.commands.clear();
    await main.transactions.run(async () => {
      await main.save('Ada');
      expect((await other.people.getById(id)).name).toBe('there');
      expect(await other.people.count({})).toBe(1);
      expect(await other.people.exists({ name: 'Ada' })).toBe(false);
      expect(await other.people.find({}).toArray()).toHaveLength(1);
    });

    expect(other.commands.sent.map(({ autocommit }) => autocommit)).toEqual(Array(4).fill(undefined));
  });

  test('a transaction of the other one is refused, before its work is called', async () => {
    let isCalled = false;
    await main.transactions.run(async () => {
      const error = await errorOf(() => other.transactions.run(() => (isCalled = true)));
      expect(error).toBeInstanceOf(OtherConnectionError);
    });

    expect(isCalled).toBe(false);
    expect(other.commands.names).toEqual([]);
  });

  test('a transaction of the other one, where that is allowed, commits for itself, and each finds its own', async () => {
    const seen: [string, string | undefined][] = [];
    const undo = bus.connect(postSave, Person, ({ connection, transactionId }: PostSave<Person>) => {
      seen.push([connection, transactionId]);
    });
    const ids: string[] = [];
    const error = await errorOf(() =>
      main.transactions.run(
        async ({ id }) => {
          ids.push(id);
          await other.transactions.run(
            async (inner) => {
              ids.push(inner.id);
              await main.save('Ada');
              await other.save('Bob');
            },
            // The outer transaction does not matter: each write finds its own.
            { allowOtherConnections: false },
          );
          throw new Error('no');
        },
        { allowOtherConnections: true },
      ),
    );
    undo();

    expect(error.message).toBe('no');
    expect(seen).toEqual([
      ['default', ids[0]],
      ['other', ids[1]],
    ]);
    expect(ids[0]).not.toBe(ids[1]);
    expect(await main.names()).toEqual([]);
    expect(await other.names()).toEqual(['Bob']);
  });

  test('in one of each, what joins finds that of its own connection', async () => {
    await main.transactions.run(
      () =>
        other.transactions.run(async () => {
          await main.transactions.run(() => main.save('joined'), { propagation: 'mandatory' });
          await other.transactions.run(() => other.save('joined'), { propagation: 'mandatory' });
        }),
      { allowOtherConnections: true },
    );

    expect([await main.names(), await other.names()]).toEqual([['joined'], ['joined']]);
  });

  test("refuses sessions of the other one's transactions", async () => {
    const document = main.people.build({ name: 'Ada' });
    await main.transactions.run(
      () =>
        other.transactions.run(async ({ session }) => {
          for (const call of [
            () => main.people.save(document, { session }),
            () => main.people.count({}, { session }),
          ])
            expect(await errorOf(call)).toBeInstanceOf(InvalidOptionsError);
        }),
      { allowOtherConnections: true },
    );

    expect(main.commands.names).toEqual([]);
  });

  test('a session of one that is begun with the driver leads out of it, to the other one', async () => {
    await main.transactions.run(async () => {
      await other.connection.client.withSession(async (session) => {
        await other.people.create({ name: 'Bob' }, { session });
      });
    });

    expect(await other.names()).toEqual(['Bob']);
  });
});
