import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, DocumentNotStoredError, Field, Id, Sequence } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { newAppName, withFailPoint } from '../../support/fail-points.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities, serverName } from '../../support/server.js';

@Document({ collection: 'invoices' })
class Invoice {
  @Id() id!: ObjectId;
  @Sequence() number!: number;
  @Field() customer?: string;
}

const describeFaults = capabilities.failPoints ? describe : describe.skip;

describeFaults(
  `Fault 27: a write is not acknowledged as asked, which needs fail points (${serverName})`,
  () => {
    const appName = newAppName();
    let world: IntegrationApp;
    let people: DocumentRepository<Person>;
    const stored = (person: Person) => world.db.collection('people').findOne({ _id: person.id });
    const saved = async (values: Partial<Person> = {}) =>
      people.save(people.build({ name: 'Ada', ...values }));
    /** The error of `work`, whose command gets a write concern error, and the signals sent after a write. */
    const observe = (command: string, work: () => unknown) =>
      withFailPoint(
        appName,
        { commands: [command], data: { writeConcernError: { code: 64, errmsg: 'secret' } } },
        async () => {
          using recorder = new SignalRecorder(world.bus);
          const error = await errorOf(work);
          return { error, posts: recorder.names.filter((name) => /post(Save|Delete|BulkInsert)/.test(name)) };
        },
      );
    const notDurable = { code: 'WRITE_NOT_DURABLE', outcome: 'applied', documentName: 'Person' };

    beforeAll(async () => {
      world = await openApp([Person, Invoice], [], { clientOptions: { appName } });
      people = world.repository(Person);
      await world.db.collection('people').createIndex({ e_mail: 1 }, { unique: true, sparse: true }, {});
    });
    afterAll(() => world.close());

    test('an insert is applied, sends no postSave, and leaves the document new', async () => {
      const ada = people.build({ name: 'Ada' });
      const { error, posts } = await observe('insert', () => people.save(ada));
      expect(error).toMatchObject(notDurable);
      expect(posts).toEqual([]);
      expect(await stored(ada)).toMatchObject({ name: 'Ada' });
      expect(await errorOf(() => people.delete(ada))).toBeInstanceOf(DocumentNotStoredError);
    });

    test('an update is applied, sends no postSave, and leaves the document with its changes', async () => {
      const ada = await saved();
      ada.age = 37;
      const { error, posts } = await observe('update', () => people.save(ada));
      expect(error).toMatchObject(notDurable);
      expect(posts).toEqual([]);
      expect(await stored(ada)).toMatchObject({ age: 37 });
      expect(people.changes(ada).paths).toEqual(['age']);
    });

    test('a delete is applied, sends no postDelete, and leaves the document loaded', async () => {
      const ada = await saved();
      const { error, posts } = await observe('delete', () => people.delete(ada));
      expect(error).toMatchObject(notDurable);
      expect(posts).toEqual([]);
      expect(await stored(ada)).toBeNull();
      expect(await people.delete(ada)).toBe(false);
    });

    test('deleteMany is applied', async () => {
      const ada = await saved({ age: 99 });
      let error: unknown;
      await withFailPoint(
        appName,
        { commands: ['delete'], data: { writeConcernError: { code: 64, errmsg: 'secret' } } },
        async () => (error = await errorOf(() => people.deleteMany({ age: 99 }))),
      );
      expect(error).toMatchObject(notDurable);
      expect(await stored(ada)).toBeNull();
    });

    test('insertMany is applied, lists what is, and sends no postBulkInsert', async () => {
      const { email } = await saved({ email: 'a@b.org' });
      const list = [{}, { email: email! }, {}].map((values) => people.build({ name: 'B', ...values }));
      const { error, posts } = await observe('insert', () => people.insertMany(list, { ordered: false }));
      expect(error).toMatchObject({
        ...notDurable,
        bulk: { applied: [0, 2], failed: [1], notAttempted: [] },
      });
      expect(posts).toEqual([]);
      expect(await stored(list[2]!)).toMatchObject({ name: 'B' });
      expect(await errorOf(() => people.delete(list[2]!))).toBeInstanceOf(DocumentNotStoredError);
    });

    test('a duplicate key besides is a duplicate key: nothing was written', async () => {
      const { email } = await saved({ email: 'c@d.org' });
      const second = people.build({ name: 'C', email: email! });
      const { error } = await observe('insert', () => people.save(second));
      expect(error).toMatchObject({ code: 'DUPLICATE_KEY', outcome: 'notApplied', keys: ['e_mail'] });
    });

    test('a number of a sequence is not used', async () => {
      const invoices = world.repository(Invoice);
      const invoice = invoices.build({ customer: 'Ada' });
      const { error } = await observe('findAndModify', () => invoices.save(invoice));
      expect(error).toMatchObject({
        code: 'SEQUENCE_FAILED',
        outcome: 'notApplied',
        documentName: 'Invoice',
      });
      expect(await world.db.collection('invoices').countDocuments()).toBe(0);
    });
  },
);
