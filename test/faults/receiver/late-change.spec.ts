import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { ValidationError, preBulkInsert, preSave, preSavePostValidation } from 'nestjs-documents';
import type { DocumentRepository, PreBulkInsert, PreSave } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, storedPerson } from '../../support/world/integration-people.js';

describe('Fault 8: the last receiver of preSave makes the document invalid', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const loaded = async () => {
    const person = storedPerson();
    await world.db.collection('people').insertOne(person);
    return people.getById(person._id);
  };
  const breaking: [string, (document: Person) => unknown, string][] = [
    ['a required field removed', (document) => delete (document as { name?: string }).name, 'name'],
    ['a value of another type', (document) => (document.age = 'old' as never), 'age'],
    ['a value deep inside', (document) => (document.others = [{ street: 5 } as never]), 'others.0.street'],
  ];
  const saveWith = async (change: (document: Person) => unknown, document: Person) => {
    let error: any;
    const receiver = async ({ document: given }: PreSave<Person>) => {
      await Promise.resolve();
      change(given);
    };
    using recorder = new SignalRecorder(world.bus);
    const sent = await world.commandsOf(() =>
      withReceiver(world.bus, { signal: preSave, sender: Person, receiver, order: 1000 }, async () => {
        error = await errorOf(() => people.save(document));
      }),
    );
    return { error, sent, signals: recorder.names };
  };

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
  });
  afterAll(() => world.close());

  test.each(breaking)(
    'validation sees %s in a new document, and nothing is sent',
    async (_, change, path) => {
      const { error, sent } = await saveWith(change, people.build({ name: 'Ada' }));
      expect(error).toBeInstanceOf(ValidationError);
      expect(error.issues).toMatchObject([{ path }]);
      expect(sent).toEqual([]);
    },
  );

  test.each(breaking)(
    'validation sees %s in a loaded document, and nothing is sent',
    async (_, change, path) => {
      const { error, sent } = await saveWith(change, await loaded());
      expect(error).toBeInstanceOf(ValidationError);
      expect(error.issues).toMatchObject([{ path }]);
      expect(sent).toEqual([]);
    },
  );

  test('validation sees another id of a loaded document', async () => {
    const { error, sent } = await saveWith((document) => (document.id = new ObjectId()), await loaded());
    expect(error.issues).toMatchObject([{ path: 'id', code: 'immutable' }]);
    expect(sent).toEqual([]);
  });

  test('preSavePostValidation and postSave are not sent', async () => {
    const { signals } = await saveWith(
      (document) => (document.age = 'old' as never),
      people.build({ name: 'A' }),
    );
    expect(signals).toEqual(['Person.preSave']);
  });

  test('a document that becomes valid is written', async () => {
    const nobody = people.build({});
    const { error } = await saveWith((document) => (document.name = 'Ada'), nobody);
    expect(error).toBeUndefined();
    expect(await world.db.collection('people').findOne({ _id: nobody.id })).toMatchObject({ name: 'Ada' });
  });

  test('what preSavePostValidation changes is written and not validated again', async () => {
    const ada = people.build({ name: 'Ada' });
    const receiver = ({ document }: { document: { name?: string } }) => delete document.name;
    await withReceiver(world.bus, { signal: preSavePostValidation, sender: Person, receiver }, () =>
      people.save(ada),
    );
    expect(await world.db.collection('people').findOne({ _id: ada.id })).not.toHaveProperty('name');
  });

  test('validation sees what the last receiver of preBulkInsert makes invalid', async () => {
    const documents = [people.build({ name: 'Ada' }), people.build({ name: 'Bob' })];
    const receiver = ({ documents: list }: PreBulkInsert<Person>) => void (list[1]!.age = 'old' as never);
    let error: any;
    const sent = await world.commandsOf(() =>
      withReceiver(world.bus, { signal: preBulkInsert, sender: Person, receiver }, async () => {
        error = await errorOf(() => people.insertMany(documents));
      }),
    );
    expect(error.issues).toMatchObject([{ path: '1.age' }]);
    expect(sent).toEqual([]);
  });
});
