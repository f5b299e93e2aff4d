import { afterEach, describe, expect, test } from 'vitest';
import { Injectable } from '@nestjs/common';
import type { ClientSession, Collection } from 'mongodb';
import { ObjectId } from 'mongodb';
import {
  Document,
  DocumentsModule,
  Field,
  Id,
  InjectConnection,
  Sequence,
  Transactional,
  Transactions,
  getConnectionToken,
} from 'nestjs-documents';
import type { Connection, DocumentRepository, UriConnectionOptions } from 'nestjs-documents';
import { Applications, KeptLog, repositoryOf, uri } from '../../support/world/nest-world.js';
import { capabilities } from '../../support/server.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;

@Document({ collection: 'numbered' })
class Numbered {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Sequence() number!: number;
}

@Injectable()
class Service {
  constructor(@InjectConnection() private readonly connection: Connection) {}
  @Transactional() async record(): Promise<void> {
    await this.connection.db.collection('raw').insertOne({ a: 1 });
  }
}

interface World {
  readonly raw: Collection;
  readonly connection: Connection;
  readonly transactions: Transactions;
  readonly numbered: DocumentRepository<Numbered>;
  readonly service: Service;
  readonly session: ClientSession;
}
type Work = (world: World) => unknown;

withTransactions('A command of the driver in a transaction (needs transactions)', () => {
  const applications = new Applications();
  afterEach(() => applications.close());

  /** Returns the warnings logged while the work runs in two transactions, one after the other. */
  const warningsOf = async (work: Work, options: Partial<UriConnectionOptions> = {}): Promise<string[]> => {
    const log = new KeptLog();
    const imports = [DocumentsModule.forRoot({ uri, ...options }), DocumentsModule.forFeature([Numbered])];
    const app = await applications.start({ imports, providers: [Service] }, (builder) =>
      builder.setLogger(log),
    );
    const connection = app.get<Connection>(getConnectionToken());
    const transactions = app.get(Transactions);
    const numbered = repositoryOf(app, Numbered);
    const raw = connection.db.collection('raw');
    await raw.insertOne({ a: 1 });
    await connection.db.createCollection('numbered').catch(() => undefined);
    for (let count = 0; count < 2; count++) {
      await transactions.run(async ({ session }) =>
        work({ raw, connection, transactions, numbered, service: app.get(Service), session }),
      );
    }
    return log.warnings.map(String);
  };

  test.each<[string, string, Work]>([
    ['an insert', 'Collection.insertOne', ({ raw }) => raw.insertOne({ a: 1 })],
    ['inserts', 'Collection.insertMany', ({ raw }) => raw.insertMany([{ a: 1 }, { a: 2 }])],
    ['an update', 'Collection.updateMany', ({ raw }) => raw.updateMany({ a: 1 }, { $set: { b: 1 } })],
    ['a delete', 'Collection.deleteOne', ({ raw }) => raw.deleteOne({ a: 9 })],
    [
      'a find that writes',
      'Collection.findOneAndUpdate',
      ({ raw }) => raw.findOneAndUpdate({ a: 1 }, { $set: { b: 2 } }),
    ],
    ['a bulk', 'Collection.bulkWrite', ({ raw }) => raw.bulkWrite([{ insertOne: { document: { a: 1 } } }])],
    [
      'a command',
      'Db.command',
      ({ connection }) => connection.db.command({ insert: 'raw', documents: [{ a: 1 }] }),
    ],
    [
      'an aggregation that writes',
      'AggregationCursor.toArray',
      ({ raw }) => raw.aggregate([{ $match: { a: 1 } }, { $out: 'raw_copy' }]).toArray(),
    ],
    [
      'a bulk of the client',
      '.*[bB]ulkWrite.*',
      // MongoDB before 8.0 lacks it, so the driver refuses.
      ({ connection }) =>
        connection.client
          .bulkWrite([{ namespace: `${connection.db.databaseName}.raw`, name: 'insertOne', document: {} }])
          .catch(() => undefined),
    ],
    ['an insert of a @Transactional() method', 'Collection.insertOne', ({ service }) => service.record()],
  ])('without its session is told of once: %s', async (_title, method, work) => {
    const warnings = await warningsOf(work);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      new RegExp(
        `^${method} was called in a transaction without its session, at .*commands-without-session\\.spec\\.ts:\\d+:\\d+\\. ` +
          'Its write is stored at once, and stays if the transaction is rolled back\\. Pass \\{ session \\}',
      ),
    );
  });

  test('without its session is told of for each place in the code', async () => {
    const warnings = await warningsOf(async ({ raw }) => {
      for (let count = 0; count < 3; count++) await raw.insertOne({ a: 1 });
      await raw.insertOne({ a: 1 });
    });
    expect(warnings).toHaveLength(2);
  });

  test.each<[string, Work]>([
    ['with its session', ({ raw, session }) => raw.insertOne({ a: 1 }, { session })],
    [
      'with a session of its own',
      ({ raw, connection }) =>
        connection.client.withSession((session) => raw.insertOne({ a: 1 }, { session })),
    ],
    ['that reads a list', ({ raw }) => raw.find().toArray()],
    ['that reads one', ({ raw }) => raw.findOne()],
    ['that aggregates', ({ raw }) => raw.aggregate([{ $match: { a: 1 } }]).toArray()],
    ['that counts', ({ raw }) => raw.countDocuments()],
    ['that tells distinct values', ({ raw }) => raw.distinct('a')],
    ['of a repository that saves and takes a number', async ({ numbered }) => numbered.create({ name: 'a' })],
    [
      'of a repository that inserts many',
      async ({ numbered }) => numbered.insertMany([numbered.build({ name: 'a' })]),
    ],
    [
      'of a transaction inside of it',
      ({ transactions, numbered }) =>
        transactions.run(async () => numbered.create({}), {
          propagation: 'requiresNew',
        }),
    ],
  ])('is not told of: one %s', async (_title, work) => {
    expect(await warningsOf(work)).toEqual([]);
  });

  test('is not told of after the work, and outside of transactions', async () => {
    let later: (() => Promise<unknown>) | undefined;
    const warnings = await warningsOf(async ({ raw }) => {
      await later?.();
      later = () => raw.insertOne({ a: 1 });
    });
    await later?.();
    // The second work has called what the first one left.
    expect(warnings).toHaveLength(1);
  });

  test('is not told of where that is said', async () => {
    expect(
      await warningsOf(({ raw }) => raw.insertOne({ a: 1 }), { commandsWithoutSession: 'ignore' }),
    ).toEqual([]);
  });
});
