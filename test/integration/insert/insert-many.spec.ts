import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  DocumentAlreadyStoredError,
  DocumentDeletedError,
  ParallelWriteError,
  ValidationError,
  WrongDocumentClassError,
  preBulkInsert,
  preInit,
} from 'nestjs-documents';
import type { DocumentRepository, PostBulkInsert, PreBulkInsert } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Room, Teacher } from '../../support/world/integration-people.js';

describe('DocumentRepository.insertMany', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const create = (...names: string[]) => names.map((name) => people.build({ name }));
  const storedNames = async () => {
    const stored = await world.db.collection('people').find().sort({ name: 1 }).toArray();
    return stored.map((each) => each['name'] as string);
  };
  const insertWith = (receiver: (payload: PreBulkInsert<Person>) => unknown, documents: Person[]) =>
    withReceiver(world.bus, { signal: preBulkInsert, sender: Person, receiver }, () =>
      people.insertMany(documents),
    );

  beforeAll(async () => {
    world = await openApp([Person, Teacher, Room]);
    people = world.repository(Person);
  });
  beforeEach(() => world.db.collection('people').deleteMany({}));
  afterAll(() => world.close());

  test('inserts the documents with one command', async () => {
    const documents = create('Ada', 'Bob');
    const [insert, ...others] = await world.commandsOf(() => people.insertMany(documents));
    expect(insert?.command['documents']).toHaveLength(2);
    expect(others).toEqual([]);
    expect(await storedNames()).toEqual(['Ada', 'Bob']);
  });

  test('returns the same documents, with ids, in their order', async () => {
    const documents = create('Ada', 'Bob');
    const inserted = await people.insertMany(documents);
    expect(inserted[0]).toBe(documents[0]);
    expect(inserted[1]).toBe(documents[1]);
    expect(inserted.map(({ id }) => id)).toEqual([expect.any(ObjectId), expect.any(ObjectId)]);
  });

  describe('with plain values', () => {
    test('builds them, and keeps documents among them', async () => {
      const ada = people.build({ name: 'Ada' });
      const inserted = await people.insertMany([ada, { name: 'Bob', address: { street: 'Main' } }]);
      expect(inserted[0]).toBe(ada);
      expect(inserted[1]).toBeInstanceOf(Person);
      expect(inserted[1]).toMatchObject({ name: 'Bob', status: 'new', id: expect.any(ObjectId) });
      expect(await storedNames()).toEqual(['Ada', 'Bob']);
      inserted[1]!.name = 'Cid';
      await people.save(inserted[1]!);
      expect(await storedNames()).toEqual(['Ada', 'Cid']);
    });

    test('sends preInit and postInit for what it builds, before preBulkInsert', async () => {
      using recorder = new SignalRecorder(world.bus);
      await people.insertMany([people.build({ name: 'Ada' }), { name: 'Bob' }]);
      recorder.assertSent([
        'Person.preInit',
        'Person.postInit',
        'Person.preInit',
        'Person.postInit',
        'Person.preBulkInsert',
        'Person.postBulkInsert',
        'Person.postWrite',
      ]);
      expect(recorder.sent.map(({ payload }) => payload.origin)).toEqual([
        ...['build', 'build', 'insertMany', 'insertMany', 'insertMany', 'insertMany', 'insertMany'],
      ]);
    });

    test('refuses what is no field, with the index in the path, before anything is built or sent', async () => {
      using recorder = new SignalRecorder(world.bus);
      let error: any;
      const sent = await world.commandsOf(async () => {
        const list = [{ name: 'Ada' }, { isAdmin: true }, new Person(), { address: { zip: 1 } }];
        error = await errorOf(() => people.insertMany(list as never));
      });
      expect(error).toBeInstanceOf(ValidationError);
      expect(error.issues.map(({ path, code }: any) => [path, code])).toEqual([
        ['1.isAdmin', 'unknown_field'],
        ['3.address.zip', 'unknown_field'],
      ]);
      expect([sent, recorder.sent]).toEqual([[], []]);
    });

    test('refuses what a preInit receiver adds, with the index in the path', async () => {
      const receiver = ({ values }: { values: object }): void =>
        void Object.assign(values, { isAdmin: true });
      const error = await errorOf(() =>
        withReceiver(world.bus, { signal: preInit, sender: Person, receiver }, () =>
          people.insertMany([new Person(), { name: 'Bob' }]),
        ),
      );
      expect(error.issues).toMatchObject([{ path: '1.isAdmin', code: 'unknown_field' }]);
    });
  });

  test('keeps an id that is given', async () => {
    const id = new ObjectId();
    await people.insertMany([people.build({ id, name: 'Ada' })]);
    expect(await world.db.collection('people').findOne({ _id: id })).toMatchObject({ name: 'Ada' });
  });

  test('stores what save would store', async () => {
    const ada = people.build({ name: 'Ada', email: 'a@b', nickname: null, age: undefined });
    await people.insertMany([ada]);
    expect(await world.db.collection('people').findOne({ _id: ada.id })).toEqual({
      _id: ada.id,
      name: 'Ada',
      nickname: null,
      e_mail: 'a@b',
      tags: [],
      status: 'new',
    });
  });

  test('gives documents that were made with new their defaults', async () => {
    await people.insertMany([Object.assign(new Person(), { name: 'Ada' })]);
    expect(await world.db.collection('people').findOne({ name: 'Ada' })).toMatchObject({ status: 'new' });
  });

  test('leaves the documents loaded: they are updated afterwards', async () => {
    const [ada] = await people.insertMany(create('Ada'));
    ada!.age = 36;
    const [update] = await world.commandsOf(() => people.save(ada!));
    expect(update?.command['updates'][0].u).toEqual({ $set: { age: 36 } });
  });

  test('stores subclasses with their discriminator', async () => {
    const tom = world.repository(Teacher).build({ name: 'Tom' });
    await people.insertMany([tom, ...create('Ada')]);
    expect(await world.db.collection('people').findOne({ name: 'Tom' })).toMatchObject({ _type: 'Teacher' });
    expect(await world.db.collection('people').findOne({ name: 'Ada' })).not.toHaveProperty('_type');
  });

  test('sends no command for no documents', async () => {
    expect(await world.commandsOf(() => people.insertMany([]))).toEqual([]);
    expect(await people.insertMany([])).toEqual([]);
  });

  test('does not change the list that it is given', async () => {
    const documents = create('Ada', 'Bob');
    const receiver = ({ documents: list }: PreBulkInsert<Person>) => list.pop();
    await insertWith(receiver, documents);
    expect(documents).toHaveLength(2);
  });

  describe('when receivers are connected', () => {
    test('sends preBulkInsert, postBulkInsert and postWrite, and no save signals', async () => {
      const documents = create('Ada', 'Bob');
      using recorder = new SignalRecorder(world.bus);
      await people.insertMany(documents);
      expect(recorder.names).toEqual(['Person.preBulkInsert', 'Person.postBulkInsert', 'Person.postWrite']);
      expect((recorder.sent[1]?.payload as PostBulkInsert<Person>).documents).toEqual(documents);
    });

    test('sends preBulkInsert and no postBulkInsert for no documents', async () => {
      using recorder = new SignalRecorder(world.bus);
      await people.insertMany([]);
      expect(recorder.names).toEqual(['Person.preBulkInsert']);
    });

    test('inserts documents as preBulkInsert changes them', async () => {
      const receiver = ({ documents }: PreBulkInsert<Person>) => documents.map((each) => (each.name += '!'));
      await insertWith(receiver, create('Ada', 'Bob'));
      expect(await storedNames()).toEqual(['Ada!', 'Bob!']);
    });

    test('does not insert what preBulkInsert takes from the list', async () => {
      await insertWith(({ documents }) => documents.splice(0, 1), create('Ada', 'Bob'));
      expect(await storedNames()).toEqual(['Bob']);
    });

    test('inserts what preBulkInsert adds to the list', async () => {
      const [eve] = create('Eve');
      const inserted = await insertWith(({ documents }) => documents.push(eve!), create('Ada'));
      expect(await storedNames()).toEqual(['Ada', 'Eve']);
      expect(inserted[1]).toBe(eve);
    });

    test('sends no command if preBulkInsert empties the list', async () => {
      const documents = create('Ada');
      expect(
        await world.commandsOf(() => insertWith((payload) => (payload.documents.length = 0), documents)),
      ).toEqual([]);
    });

    test('lets preBulkInsert make the documents valid', async () => {
      await insertWith(({ documents }) => (documents[0]!.name = 'Ada'), [people.build({})]);
      expect(await storedNames()).toEqual(['Ada']);
    });

    test('inserts nothing if preBulkInsert vetoes', async () => {
      const veto = new Error('veto');
      const documents = create('Ada');
      const error = await errorOf(() =>
        insertWith(() => {
          throw veto;
        }, documents),
      );
      expect(error).toBe(veto);
      expect(await storedNames()).toEqual([]);
      await people.insertMany(documents);
      expect(await storedNames()).toEqual(['Ada']);
    });
  });

  describe('when it is refused', () => {
    const refused = async (
      documents: unknown,
      receiver: (payload: PreBulkInsert<Person>) => unknown = () => {},
    ) => {
      let error: any;
      const sent = await world.commandsOf(async () => {
        error = await errorOf(() => insertWith(receiver, documents as Person[]));
      });
      return { error, sent };
    };

    test('throws ValidationError with every issue of every document by its index, and inserts none', async () => {
      const documents = [people.build({ name: 'Ada' }), people.build({ age: 'x' as never })];
      const { error, sent } = await refused(documents);
      expect(error).toBeInstanceOf(ValidationError);
      expect(error.issues).toMatchObject([
        { path: '1.name', code: 'required' },
        { path: '1.age', code: 'type' },
      ]);
      expect(sent).toEqual([]);
      expect(documents[0]?.id).toBeUndefined();
    });

    test('throws DocumentAlreadyStoredError for a document that is stored', async () => {
      const [ada] = create('Ada');
      await people.save(ada!);
      const { error, sent } = await refused([...create('Bob'), ada]);
      expect(error).toBeInstanceOf(DocumentAlreadyStoredError);
      expect(sent).toEqual([]);
    });

    test('throws DocumentAlreadyStoredError for a document that stands twice in the list', async () => {
      const [ada] = create('Ada');
      const { error, sent } = await refused([ada, ada]);
      expect(error).toBeInstanceOf(DocumentAlreadyStoredError);
      expect(sent).toEqual([]);
    });

    test('throws DocumentAlreadyStoredError if preBulkInsert puts a document into the list again', async () => {
      const { error, sent } = await refused(create('Ada'), ({ documents }) => documents.push(documents[0]!));
      expect(error).toBeInstanceOf(DocumentAlreadyStoredError);
      expect(sent).toEqual([]);
    });

    test('throws WrongDocumentClassError if preBulkInsert adds a document of another class', async () => {
      const { error, sent } = await refused(create('Ada'), ({ documents }) => documents.push({} as Person));
      expect(error).toBeInstanceOf(WrongDocumentClassError);
      expect(sent).toEqual([]);
    });

    test('throws DocumentDeletedError for a document that was deleted', async () => {
      const [ada] = create('Ada');
      await people.save(ada!);
      await people.delete(ada!);
      expect((await refused([ada])).error).toBeInstanceOf(DocumentDeletedError);
    });

    test('throws ParallelWriteError for a document that is being saved', async () => {
      const [ada] = create('Ada');
      const saving = people.save(ada!);
      expect((await refused([ada])).error).toBeInstanceOf(ParallelWriteError);
      await saving;
    });

    test('throws WrongDocumentClassError for a list of documents of another class', async () => {
      const { error, sent } = await refused([Object.assign(new Room(), { id: 'a' })]);
      expect(error).toBeInstanceOf(WrongDocumentClassError);
      expect(sent).toEqual([]);
    });
  });
});
