import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Long, ObjectId } from 'mongodb';
import {
  DeletedAt,
  Document,
  DuplicateKeyError,
  Field,
  Id,
  StaleDocumentError,
  Version,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf } from '../../support/world/integration-app.js';
import { capabilities } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

@Document({ collection: 'accounts' })
class Account {
  @Id() id!: ObjectId;
  @Field({ key: 'o' }) owner!: string;
  @Field() status?: string;
  @Field(() => BigInt) balance?: bigint;
  @Version() version!: number;
  @DeletedAt() deletedAt?: Date;
}

const withTransactions = capabilities.transactions ? describe : describe.skip;

/** In a transaction, commands about one document differ in session, options and repetitions, and in nothing else. */
withTransactions.each(['outside of transactions', 'in a transaction'])(
  'Commands about one document, %s (needs transactions)',
  (place) => {
    let world: TransactionsWorld;
    let accounts: DocumentRepository<Account>;
    const run = <R>(work: () => Promise<R>): Promise<R> =>
      place === 'in a transaction' ? world.transactions.run(work) : work();
    const collection = () => world.db.collection('accounts');
    const saved = async (owner: string, values: Partial<Account> = {}) =>
      accounts.create({ owner, ...values });

    beforeAll(async () => {
      world = await openTransactionsWorld([], {}, [Account]);
      accounts = world.repository(Account);
      await world.db.createCollection('accounts', {
        validator: { $jsonSchema: { properties: { status: { enum: ['new', 'old'] } } } },
      });
      await collection().createIndex({ o: 1 }, { unique: true }, {});
    });
    beforeEach(() => collection().deleteMany({}));
    afterAll(() => world.close());

    test('the first one is that of the order, after those that are skipped, and has what was selected', async () => {
      for (const owner of ['Eve', 'Ada', 'Bob']) await saved(owner, { balance: 5n, status: 'new' });
      const [first, second, none] = await run(async () => [
        await accounts.find({}).sort({ owner: 1 }).first(),
        await accounts.find({}).sort({ owner: 1 }).skip(1).select('owner').first(),
        await accounts.find({}).sort({ owner: 1 }).skip(3).first(),
      ]);
      expect([first?.owner, first?.balance, first?.status]).toEqual(['Ada', 5n, 'new']);
      expect(second).toEqual(expect.objectContaining({ owner: 'Bob', version: 1 }));
      expect(second).not.toHaveProperty('balance', 5n);
      expect(none).toBeNull();
    });

    test('a Long that fits into no number is loaded and stored as it is', async () => {
      const id = new ObjectId();
      const balance = Long.fromString('9007199254740993');
      await collection().insertOne({ _id: id, o: 'Ada', balance, version: 1 });
      await run(async () => {
        const account = await accounts.getById(id);
        expect(account.balance).toBe(9007199254740993n);
        account.balance = 9007199254740995n;
        await accounts.save(account);
      });
      const stored = await collection().findOne({ _id: id }, { promoteLongs: false });
      expect(stored?.['balance']).toEqual(Long.fromString('9007199254740995'));
    });

    test('a value that another document has is a DuplicateKeyError with its keys, in inserts and updates', async () => {
      await saved('Ada');
      const bob = await saved('Bob');
      const inserting = await errorOf(() => run(() => saved('Ada')));
      bob.owner = 'Ada';
      const updating = await errorOf(() => run(() => accounts.save(bob)));
      for (const error of [inserting, updating]) {
        expect(error).toBeInstanceOf(DuplicateKeyError);
        expect(error).toMatchObject({ documentName: 'Account', keys: ['o'] });
        expect((error as DuplicateKeyError).cause).toMatchObject({ name: 'MongoServerError', code: 11000 });
      }
      expect(await collection().countDocuments({ o: 'Ada' })).toBe(1);
    });

    test('what the validator of the collection refuses is a WriteRefusedError, in inserts and updates', async () => {
      const ada = await saved('Ada', { status: 'new' });
      ada.status = 'lost';
      const refused = {
        code: 'WRITE_REFUSED',
        outcome: 'notApplied',
        documentName: 'Account',
        serverCode: 121,
      };
      expect(await errorOf(() => run(() => accounts.save(ada)))).toMatchObject(refused);
      expect(await errorOf(() => run(() => saved('Bob', { status: 'lost' })))).toMatchObject(refused);
      expect(
        await collection()
          .find({}, { projection: { _id: 0, o: 1, status: 1 } })
          .toArray(),
      ).toEqual([{ o: 'Ada', status: 'new' }]);
    });

    test('an update of what others have changed is a StaleDocumentError', async () => {
      const ada = await saved('Ada');
      await collection().updateOne({ _id: ada.id }, { $inc: { version: 1 } });
      ada.status = 'old';
      expect(await errorOf(() => run(() => accounts.save(ada)))).toBeInstanceOf(StaleDocumentError);
    });

    test('a delete tells whether the document was there, and one that is kept is found no more', async () => {
      const ada = await saved('Ada');
      const room = await world.rooms.create({ id: place });
      const same = await world.rooms.getById(place);
      const deleted = await run(async () => [
        await accounts.delete(ada),
        await accounts.findById(ada.id),
        await world.rooms.delete(room),
        await world.rooms.delete(same),
      ]);
      expect(deleted).toEqual([true, null, true, false]);
      expect(await collection().findOne({ _id: ada.id })).toMatchObject({
        deletedAt: expect.any(Date) as unknown,
      });
      expect(await world.db.collection('rooms').countDocuments()).toBe(0);
    });
  },
);

withTransactions('Where the client reads from secondaries (needs transactions)', () => {
  let world: TransactionsWorld;

  beforeAll(async () => {
    world = await openTransactionsWorld([], { clientOptions: { readPreference: 'secondaryPreferred' } });
  });
  afterAll(() => world.close());

  test('a transaction reads and writes on the primary', async () => {
    const { people, transactions } = world;
    const ada = await world.saved('Ada');
    const result = await transactions.run(async () => {
      const loaded = await people.getById(ada.id);
      loaded.age = 36;
      await people.save(loaded);
      await people.insertMany([people.build({ name: 'Bob' }), people.build({ name: 'Eve' })]);
      const found = await people.find({}).sort({ name: 1 }).toArray();
      await people.deleteMany({ name: 'Bob' });
      return [
        found.map(({ name, age }) => [name, age]),
        await people.count({}),
        await people.exists({ age: 36 }),
      ];
    });
    expect(result).toEqual([
      [
        ['Ada', 36],
        ['Bob', undefined],
        ['Eve', undefined],
      ],
      2,
      true,
    ]);
    expect(await world.names()).toEqual(['Ada', 'Eve']);
  });
});
