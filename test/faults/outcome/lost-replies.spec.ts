import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  Document,
  DocumentNotStoredError,
  DuplicateKeyError,
  Field,
  Id,
  Sequence,
  StaleDocumentError,
  Version,
} from 'nestjs-documents';
import type { DocumentRepository, PostBulkInsert } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { openLossyProxy } from '../../support/proxy/lossy-proxy.js';
import type { LossyProxy } from '../../support/proxy/lossy-proxy.js';
import { serverName } from '../../support/server.js';

@Document({ collection: 'accounts' })
class Account {
  @Id() id!: ObjectId;
  @Version() version!: number;
  @Field() balance?: number;
}

@Document({ collection: 'invoices' })
class Invoice {
  @Id() id!: ObjectId;
  @Sequence() number!: number;
}

describe(`The reply to a write is lost (${serverName})`, () => {
  let proxy: LossyProxy;
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const stored = (name: string) => world.db.collection(name).find().toArray();
  /** The error of `work`, and the signals of before and after a write that were sent meanwhile. */
  const observe = async (work: () => unknown) => {
    using recorder = new SignalRecorder(world.bus);
    const error = await errorOf(work);
    return { error, posts: recorder.sent.filter(({ name }) => /\.post(Save|Delete|BulkInsert)$/.test(name)) };
  };

  const open = async (socketTimeoutMS: number) => {
    const clientOptions = { serverSelectionTimeoutMS: 1000, socketTimeoutMS, heartbeatFrequencyMS: 500 };
    world = await openApp([Person, Account, Invoice], [], { uri: proxy.uri, clientOptions });
    people = world.repository(Person);
  };

  beforeEach(async () => {
    proxy = await openLossyProxy();
    await open(500);
  });
  afterEach(async () => {
    await world.close();
    await proxy.close();
  });

  describe('once', () => {
    test('a save is sent again by the driver, applied once, and signalled once', async () => {
      const ada = people.build({ name: 'Ada' });
      proxy.lose({ command: 'insert' });
      const commands = await world.commandsOf(async () => {
        const { error, posts } = await observe(() => people.save(ada));
        expect(error).toBeUndefined();
        expect(posts.map(({ name }) => name)).toEqual(['Person.postSave']);
      });
      expect(proxy.lost).toBe(1);
      expect(commands.map(({ name }) => name)).toEqual(['insert', 'insert']);
      expect(await stored('people')).toHaveLength(1);
    });

    test('an update that checks a version is applied once', async () => {
      const accounts = world.repository(Account);
      const account = await accounts.save(accounts.build({ balance: 1 }));
      account.balance = 2;
      proxy.lose({ command: 'update' });
      await accounts.save(account);
      expect(proxy.lost).toBe(1);
      expect(await stored('accounts')).toMatchObject([{ balance: 2, version: account.version }]);
    });

    test('deleteMany is not sent again: its outcome is unknown', async () => {
      await people.insertMany([people.build({ name: 'A' }), people.build({ name: 'B' })]);
      proxy.lose({ command: 'delete' });
      const error = await errorOf(() => people.deleteMany({ name: 'A' }));
      expect(error).toMatchObject({ code: 'WRITE_OUTCOME_UNKNOWN', outcome: 'unknown' });
      expect(await stored('people')).toMatchObject([{ name: 'B' }]);
    });
  });

  describe('twice', () => {
    test('the insert of a save is of unknown outcome, keeps the labels, and sends no postSave', async () => {
      const ada = people.build({ name: 'Ada' });
      proxy.lose({ command: 'insert', times: 2 });
      const { error, posts } = await observe(() => people.save(ada));
      expect(error).toMatchObject({
        code: 'WRITE_OUTCOME_UNKNOWN',
        outcome: 'unknown',
        documentName: 'Person',
      });
      expect(error.hasErrorLabel('RetryableWriteError')).toBe(true);
      expect(posts).toEqual([]);
      expect(await stored('people')).toHaveLength(1);
    });

    test('the document is new and keeps its id, so that saving it again collides instead of inserting a second one', async () => {
      const ada = people.build({ name: 'Ada' });
      proxy.lose({ command: 'insert', times: 2 });
      await errorOf(() => people.save(ada));
      expect(await errorOf(() => people.delete(ada))).toBeInstanceOf(DocumentNotStoredError);
      const again = await errorOf(() => people.save(ada));
      expect(again).toBeInstanceOf(DuplicateKeyError);
      expect(again.keys).toEqual(['_id']);
      expect(await stored('people')).toMatchObject([{ _id: ada.id }]);
    });

    test('a loaded document still has its changes, which are written and signalled by the next save', async () => {
      const ada = await people.save(people.build({ name: 'Ada' }));
      ada.name = 'Ada L.';
      proxy.lose({ command: 'update', times: 2 });
      expect((await observe(() => people.save(ada))).error).toMatchObject({ outcome: 'unknown' });
      expect(people.changes(ada).paths).toEqual(['name']);
      expect((await observe(() => people.save(ada))).posts).toHaveLength(1);
    });

    test('with a version the next save says that it is stale', async () => {
      const accounts = world.repository(Account);
      const account = await accounts.save(accounts.build({ balance: 1 }));
      const { version } = account;
      account.balance = 2;
      proxy.lose({ command: 'update', times: 2 });
      expect(await errorOf(() => accounts.save(account))).toMatchObject({ outcome: 'unknown' });
      expect(account.version).toBe(version);
      const again = await errorOf(() => accounts.save(account));
      expect(again).toBeInstanceOf(StaleDocumentError);
      expect(again).toMatchObject({ conflict: 'deleted-or-changed', outcome: 'notApplied' });
    });

    test('a delete is of unknown outcome, and sends no postDelete; the next one finds the document gone', async () => {
      const ada = await people.save(people.build({ name: 'Ada' }));
      proxy.lose({ command: 'delete', times: 2 });
      const { error, posts } = await observe(() => people.delete(ada));
      expect(error).toMatchObject({ outcome: 'unknown' });
      expect(posts).toEqual([]);
      expect(await people.delete(ada)).toBe(false);
    });

    test('of a long list what was answered before is applied and signalled, and the rest unknown', async () => {
      // The first answer, to 14 MB, has to come in time.
      await world.close();
      await open(4000);
      const text = 'x'.repeat(7 * 1024 * 1024);
      const list = [0, 1, 2].map((age) => people.build({ name: 'P', age, nickname: text }));
      proxy.lose({ command: 'insert', skip: 1, times: 2 });
      const { error, posts } = await observe(() => people.insertMany(list));
      expect(error).toMatchObject({ code: 'WRITE_OUTCOME_UNKNOWN', outcome: 'unknown' });
      expect(error.bulk).toEqual({ applied: [0, 1], failed: [], notAttempted: [], unknown: [2] });
      const [post] = posts.map(({ payload }) => payload as PostBulkInsert<Person>);
      expect(post?.documents.map(({ age }) => age)).toEqual([0, 1]);
      expect(await errorOf(() => people.delete(list[2]!))).toBeInstanceOf(DocumentNotStoredError);
      expect(await people.delete(list[0]!)).toBe(true);
    });

    test('a short list is unknown as a whole, and sends no postBulkInsert', async () => {
      const list = [people.build({ name: 'A' }), people.build({ name: 'B' })];
      proxy.lose({ command: 'insert', times: 2 });
      const { error, posts } = await observe(() => people.insertMany(list));
      expect(error.bulk).toEqual({ applied: [], failed: [], notAttempted: [], unknown: [0, 1] });
      expect(posts).toEqual([]);
    });

    test('a number of a sequence is not used, and the document is not sent', async () => {
      const invoices = world.repository(Invoice);
      const invoice = invoices.build({});
      proxy.lose({ command: 'findAndModify', times: 2 });
      const commands = await world.commandsOf(async () => {
        const error = await errorOf(() => invoices.save(invoice));
        expect(error).toMatchObject({
          code: 'SEQUENCE_FAILED',
          outcome: 'notApplied',
          counter: 'Invoice.number',
        });
        expect(error.hasErrorLabel('RetryableWriteError')).toBe(true);
      });
      expect(commands.map(({ name }) => name)).toEqual(['findAndModify', 'findAndModify']);
      expect((await invoices.save(invoice)).number).toBe(2);
    });
  });

  test('silence on the connection is of unknown outcome, too', async () => {
    const ada = people.build({ name: 'Ada' });
    proxy.lose({ command: 'insert', times: 2, how: 'silence' });
    const { error, posts } = await observe(() => people.save(ada));
    expect(error).toMatchObject({ code: 'WRITE_OUTCOME_UNKNOWN' });
    expect(error.cause.name).toBe('MongoNetworkTimeoutError');
    expect(posts).toEqual([]);
  });

  describe('and the server is gone then', () => {
    test('the outcome is unknown, although the driver says only that it found no server for the second try', async () => {
      const ada = people.build({ name: 'Ada' });
      proxy.lose({ command: 'insert', how: 'gone' });
      const { error, posts } = await observe(() => people.save(ada));
      expect(error.cause.name).toBe('MongoServerSelectionError');
      expect(error).toMatchObject({ code: 'WRITE_OUTCOME_UNKNOWN', outcome: 'unknown' });
      expect(posts).toEqual([]);
      await proxy.open();
      expect(await stored('people')).toMatchObject([{ _id: ada.id }]);
    });
  });

  describe('not at all, since the server is gone before', () => {
    test.each<[string, (person: Person, loaded: Person) => unknown]>([
      ['an insert', (person) => people.save(person)],
      ['an update', (_, loaded) => people.save(Object.assign(loaded, { age: 5 }))],
      ['a delete', (_, loaded) => people.delete(loaded)],
      ['insertMany', (person) => people.insertMany([person])],
      ['deleteMany', () => people.deleteMany({ name: 'Ada' })],
    ])('%s was not sent', async (_title, work) => {
      const [person, loaded] = [people.build({ name: 'A' }), people.build({ name: 'B' })];
      await people.save(loaded);
      const isLost = once(world.connection.client, 'serverDescriptionChanged');
      await proxy.close();
      await isLost;
      const error = await errorOf(() => work(person, loaded));
      expect(error).toMatchObject({
        code: 'SERVER_UNAVAILABLE',
        outcome: 'notApplied',
        documentName: 'Person',
      });
      await proxy.open();
      expect(await stored('people')).toMatchObject([{ name: 'B' }]);
    });
  });
});
