import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  Document,
  Field,
  Id,
  postSave,
  preSavePostValidation,
  StaleDocumentError,
  Version,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { muteSignals, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'accounts' })
class Account {
  @Id() id!: ObjectId;
  @Field({ required: true }) owner!: string;
  @Field() balance?: number;
  @Field(() => [Number]) entries: number[] = [];
  @Version({ key: 'v' }) version!: number;
}

@Document()
class SavingsAccount extends Account {
  @Field() rate?: number;
}

@Document({ collection: 'files' })
class File {
  @Id() id!: ObjectId;
  @Field() name?: string;
}
@Document()
class VersionedFile extends File {
  @Version() version!: number;
}

@Document({ collection: 'ledgers' })
class Ledger {
  @Id() id!: string;
  @Field() title?: string;
  @Version() version: bigint;

  constructor() {
    this.version = 1n;
  }
}

describe('@Version()', () => {
  let world: IntegrationApp;
  let accounts: DocumentRepository<Account>;
  const stored = (document: { readonly id: unknown }, collection = 'accounts') =>
    world.db.collection<any>(collection).findOne({ _id: document.id });
  const newAccount = (values: Partial<Account> = {}) => accounts.create({ owner: 'Ada', ...values });

  beforeAll(async () => {
    world = await openApp([Account, SavingsAccount, Ledger, File]);
    accounts = world.repository(Account);
    await world.db.collection('accounts').createIndex({ owner: 1, balance: 1 }, { unique: true }, {});
  });
  beforeEach(() => world.db.collection('accounts').deleteMany({}));
  afterAll(() => world.close());

  describe('when a document is inserted', () => {
    test('is 1, in memory and in the database', async () => {
      const account = await newAccount();
      expect(account.version).toBe(1);
      expect(await stored(account)).toEqual({ _id: account.id, owner: 'Ada', entries: [], v: 1 });
    });

    test('is 1 whatever the document says', async () => {
      expect((await newAccount({ version: 7 })).version).toBe(1);
    });

    test('is 1 for every document of insertMany, of a subclass too', async () => {
      const savings = Object.assign(new SavingsAccount(), { owner: 'Eve' });
      await accounts.insertMany([Object.assign(new Account(), { owner: 'Ada' }), savings]);
      expect(await world.db.collection('accounts').distinct('v')).toEqual([1]);
      expect(await world.db.collection('accounts').countDocuments({ v: 1 })).toBe(2);
    });
  });

  describe('when a document is saved', () => {
    test('is one more than was loaded, and checked by the very update', async () => {
      const account = await accounts.getById((await newAccount()).id);
      account.balance = 5;
      const [update] = await world.commandsOf(() => accounts.save(account));
      expect(update?.command['updates'][0]).toMatchObject({
        q: { _id: { $eq: account.id }, v: { $eq: 1 } },
        u: { $set: { balance: 5, v: 2 } },
      });
      expect(account.version).toBe(2);
    });

    test('rises with each save', async () => {
      const account = await newAccount();
      for (const balance of [1, 2, 3]) await accounts.save(Object.assign(account, { balance }));
      expect((await stored(account))?.v).toBe(4);
    });

    test('stays, and nothing is sent, if nothing has changed', async () => {
      const account = await newAccount();
      expect(await world.commandsOf(() => accounts.save(account))).toEqual([]);
      expect(account.version).toBe(1);
    });

    test('is what the library says, whatever others put into the field', async () => {
      const account = await newAccount();
      account.version = 40;
      expect(await world.commandsOf(() => accounts.save(account))).toEqual([]);
      expect(account.version).toBe(1);
      await accounts.save(Object.assign(account, { version: 40, balance: 1 }));
      expect((await stored(account))?.v).toBe(2);
    });

    test('rises for what a receiver changes after validation', async () => {
      const account = await newAccount();
      const receiver = ({ document }: { document: Account }) => (document.balance = 9);
      await withReceiver(world.bus, { signal: preSavePostValidation, sender: Account, receiver }, () =>
        accounts.save(account),
      );
      expect(await stored(account)).toMatchObject({ balance: 9, v: 2 });
    });

    test('is in the change set', async () => {
      const account = await newAccount();
      account.balance = 5;
      const paths: (readonly string[])[] = [];
      const undo = world.bus.connect(postSave, Account, ({ changes }) => paths.push(changes.paths));
      await accounts.save(account);
      undo();
      expect(paths).toEqual([['balance', 'version']]);
    });

    test('rises by one for a document of a subclass, whose class and base class are registered', async () => {
      const savings = world.repository(SavingsAccount).build({ owner: 'Ada' });
      await accounts.save(savings);
      await accounts.save(Object.assign(savings, { rate: 2 }));
      expect(await stored(savings)).toMatchObject({ _type: 'SavingsAccount', v: 2 });
    });
  });

  describe('when only other fields are loaded', () => {
    test('is loaded with them, checked and raised', async () => {
      const { id } = await newAccount();
      const [account] = await accounts.find({ id }).select('owner').toArray();
      await accounts.save(Object.assign(account!, { owner: 'Eve' }));
      expect(await stored({ id })).toEqual({ _id: id, owner: 'Eve', entries: [], v: 2 });
    });

    test('is loaded with them by the repository of a base class that has none', async () => {
      const { id } = await world.repository(File).save(new VersionedFile());
      const [file] = await world.repository(File).find({ id }).select('name').toArray();
      await world.repository(File).save(Object.assign(file!, { name: 'a' }));
      expect(await stored({ id }, 'files')).toMatchObject({ name: 'a', version: 2 });
    });
  });

  describe('when a stored document has none', () => {
    test.each([
      ['none', {}],
      ['null', { v: null }],
    ])('is 1 after the next save of a document with %s', async (_, values) => {
      const _id = new ObjectId();
      await world.db.collection('accounts').insertOne({ _id, owner: 'Ada', ...values });
      const account = await accounts.getById(_id);
      await accounts.save(Object.assign(account, { balance: 1 }));
      expect(await stored(account)).toMatchObject({ v: 1 });
    });

    test('is checked all the same', async () => {
      const _id = new ObjectId();
      await world.db.collection('accounts').insertOne({ _id, owner: 'Ada' });
      const [one, other] = [await accounts.getById(_id), await accounts.getById(_id)];
      await accounts.save(Object.assign(one, { balance: 1 }));
      const error = await errorOf(() => accounts.save(Object.assign(other, { balance: 2 })));
      expect(error).toBeInstanceOf(StaleDocumentError);
    });

    test('rises over what the class initialises', async () => {
      await world.db.collection<any>('ledgers').insertOne({ _id: 'a' });
      const ledger = await world.repository(Ledger).getById('a');
      await world.repository(Ledger).save(Object.assign(ledger, { title: 'A' }));
      expect(await stored(ledger, 'ledgers')).toEqual({ _id: 'a', title: 'A', version: 2 });
      expect(ledger.version).toBe(2n);
    });
  });

  describe('when somebody else was faster', () => {
    test('the save is refused, and what the other one wrote stands', async () => {
      const { id } = await newAccount();
      const [one, other] = [await accounts.getById(id), await accounts.getById(id)];
      await accounts.save(Object.assign(one, { balance: 1 }));
      const error = await errorOf(() => accounts.save(Object.assign(other, { owner: 'Eve' })));
      expect(error).toBeInstanceOf(StaleDocumentError);
      expect(error).toMatchObject({
        code: 'STALE_DOCUMENT',
        documentName: 'Account',
        conflict: 'deleted-or-changed',
        reason:
          'It was deleted or changed after it was loaded, by another writer or by a write whose outcome was unknown',
      });
      expect(await stored(one)).toEqual({ _id: id, owner: 'Ada', entries: [], balance: 1, v: 2 });
    });

    test('the document in memory keeps its changes and the version that was loaded', async () => {
      const { id } = await newAccount();
      const other = await accounts.getById(id);
      await world.db.collection('accounts').updateOne({ _id: id }, { $inc: { v: 1 } });
      await errorOf(() => accounts.save(Object.assign(other, { owner: 'Eve' })));
      expect(other).toMatchObject({ owner: 'Eve', version: 1 });
    });

    test('20 at a time that load, change, save and try again lose nothing', async () => {
      const { id } = await newAccount({ balance: 0 });
      const increment = async (): Promise<void> => {
        for (;;) {
          const account = await accounts.getById(id);
          account.balance = (account.balance ?? 0) + 1;
          const error = await errorOf(() => accounts.save(account));
          if (!error) return;
          if (!(error instanceof StaleDocumentError)) throw error;
        }
      };
      await Promise.all(Array.from({ length: 20 }, increment));
      expect(await stored({ id })).toMatchObject({ balance: 20, v: 21 });
    });
  });

  describe('when the write fails', () => {
    test('is as before, and the next try works', async () => {
      await newAccount({ balance: 1 });
      const account = await newAccount({ balance: 2 });
      const error = await errorOf(() => accounts.save(Object.assign(account, { balance: 1 })));
      expect(error.code).toBe('DUPLICATE_KEY');
      expect(account.version).toBe(1);
      await accounts.save(Object.assign(account, { balance: 3 }));
      expect(await stored(account)).toMatchObject({ balance: 3, v: 2 });
    });

    test('is undefined again for a document that was not inserted', async () => {
      await newAccount({ balance: 1 });
      const account = accounts.build({ owner: 'Ada', balance: 1 });
      await errorOf(() => accounts.save(account));
      await errorOf(() => accounts.insertMany([account]));
      expect(account.version).toBeUndefined();
    });
  });

  describe('The receiver', () => {
    test('has a telling name, and comes last', () => {
      const receivers = (documentClass: typeof Account) =>
        world.bus
          .receiversOf(preSavePostValidation, documentClass)
          .map(({ name, order, exact }) => [name, order, exact]);
      expect(receivers(Account)).toEqual([['version of Account', 1_000_000, true]]);
      expect(receivers(SavingsAccount)).toEqual([['version of SavingsAccount', 1_000_000, true]]);
    });

    test('is muted as others are: the version is still checked, but not raised', async () => {
      const account = await newAccount();
      const [update] = await world.commandsOf(() =>
        muteSignals(world.bus, () => accounts.save(Object.assign(account, { entries: [1] }))),
      );
      expect(update?.command['updates'][0]).toMatchObject({
        q: { v: { $eq: 1 } },
        u: { $set: { entries: [1] } },
      });
    });
  });
});
