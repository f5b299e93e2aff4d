import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ObjectId } from 'mongodb';
import {
  DocumentDeletedError,
  ParallelWriteError,
  StaleDocumentError,
  ValidationError,
  WrongDocumentClassError,
  preSave,
} from 'nestjs-documents';
import type { DocumentRepository, PostSave, PreSave } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Room, storedPerson } from '../../support/world/integration-people.js';

describe('DocumentRepository.save', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const stored = (id: ObjectId) => world.db.collection('people').findOne({ _id: id });
  /** A person that the driver stored and the repository loaded. */
  const loaded = async (values: Record<string, unknown> = {}) => {
    const person = storedPerson(values);
    await world.db.collection('people').insertOne(person);
    return people.getById(person._id);
  };

  beforeAll(async () => {
    world = await openApp([Person, Room]);
    people = world.repository(Person);
  });
  afterAll(() => world.close());

  test('returns the same document', async () => {
    const ada = people.build({ name: 'Ada' });
    expect(await people.save(ada)).toBe(ada);
  });

  describe('when the document is new', () => {
    test('inserts it with one command', async () => {
      const ada = people.build({ name: 'Ada' });
      const sent = await world.commandsOf(() => people.save(ada));
      expect(sent.map(({ name }) => name)).toEqual(['insert']);
    });

    test('stores its fields under their keys, and nothing for those that are undefined', async () => {
      const ada = await people.save(people.build({ name: 'Ada', email: 'keys@x.y', age: undefined }));
      expect(await stored(ada.id)).toEqual({
        _id: ada.id,
        name: 'Ada',
        e_mail: 'keys@x.y',
        tags: [],
        status: 'new',
      });
    });

    test('stores null, empty strings, empty arrays and empty objects as they are', async () => {
      const ada = await people.save(
        people.build({ name: '', nickname: null, tags: [], notes: {}, status: null as never }),
      );
      expect(await stored(ada.id)).toEqual({
        _id: ada.id,
        name: '',
        nickname: null,
        tags: [],
        notes: {},
        status: null,
      });
    });

    test('is loaded afterwards: saved again it sends no command', async () => {
      const ada = await people.save(people.build({ name: 'Ada', notes: { a: [1, { b: null }] } }));
      expect(await world.commandsOf(() => people.save(ada))).toEqual([]);
    });

    test('gives a document that was made with new its defaults, before preSave', async () => {
      const ada = Object.assign(new Person(), { name: 'Ada' });
      const seen: unknown[] = [];
      const receiver = ({ document }: PreSave<Person>) => seen.push(document.status);
      await withReceiver(world.bus, { signal: preSave, sender: Person, receiver }, () => people.save(ada));
      expect(seen).toEqual(['new']);
      expect(await stored(ada.id)).toMatchObject({ status: 'new' });
    });

    test('leaves a default away that was taken from a document that create made', async () => {
      const ada = people.build({ name: 'Ada' });
      delete ada.status;
      await people.save(ada);
      expect(await stored(ada.id)).toEqual({ _id: ada.id, name: 'Ada', tags: [] });
    });
  });

  describe('when the document is loaded', () => {
    test('sends no command if nothing has changed', async () => {
      const ada = await loaded();
      expect(await world.commandsOf(() => people.save(ada))).toEqual([]);
    });

    test('sends the save signals if nothing has changed, with an empty change set', async () => {
      const ada = await loaded();
      using recorder = new SignalRecorder(world.bus);
      await people.save(ada);
      expect(recorder.names).toEqual(['Person.preSave', 'Person.preSavePostValidation', 'Person.postSave']);
      expect((recorder.sent[2]?.payload as PostSave<Person>).changes.paths).toEqual([]);
    });

    test('updates it by its id with what differs, and never upserts', async () => {
      const ada = await loaded({ age: 36, tags: [] });
      ada.age = 37;
      const [update, ...others] = await world.commandsOf(() => people.save(ada));
      expect(update?.command['updates']).toEqual([{ q: { _id: { $eq: ada.id } }, u: { $set: { age: 37 } } }]);
      expect(others).toEqual([]);
    });

    test('sends what differs only once', async () => {
      const ada = await loaded();
      ada.age = 37;
      await people.save(ada);
      expect(await world.commandsOf(() => people.save(ada))).toEqual([]);
    });

    test('leaves a default away that was taken from it', async () => {
      const ada = await loaded({ status: 'old', tags: [] });
      delete ada.status;
      await people.save(ada);
      expect(await stored(ada.id)).toEqual({ _id: ada.id, name: 'Ada', tags: [] });
    });

    test('throws StaleDocumentError if it has changed and is gone, and does not bring it back', async () => {
      const ada = await loaded();
      await world.db.collection('people').deleteOne({ _id: ada.id });
      ada.age = 37;
      const error = await errorOf(() => people.save(ada));
      expect(error).toBeInstanceOf(StaleDocumentError);
      expect(error.documentName).toBe('Person');
      expect(await stored(ada.id)).toBeNull();
    });

    test('still differs after a save that failed', async () => {
      const ada = await loaded();
      await world.db.collection('people').deleteOne({ _id: ada.id });
      ada.age = 37;
      await errorOf(() => people.save(ada));
      await world.db.collection('people').insertOne(storedPerson({ _id: ada.id }));
      await people.save(ada);
      expect(await stored(ada.id)).toMatchObject({ age: 37 });
    });
  });

  describe('when the document is not valid', () => {
    test('throws ValidationError with every issue and sends no command', async () => {
      const nobody = people.build({ age: 'old' as never, others: [{ street: 1 as never }] });
      let error: any;
      const sent = await world.commandsOf(async () => (error = await errorOf(() => people.save(nobody))));
      expect(sent).toEqual([]);
      expect(error).toBeInstanceOf(ValidationError);
      expect(error.issues).toMatchObject([
        { path: 'name', code: 'required' },
        { path: 'age', code: 'type' },
        { path: 'others.0.street', code: 'type' },
      ]);
    });

    test('can be saved once it is corrected', async () => {
      const ada = people.build({});
      await errorOf(() => people.save(ada));
      ada.name = 'Ada';
      await people.save(ada);
      expect(await stored(ada.id)).toMatchObject({ name: 'Ada' });
    });
  });

  describe('when it is refused', () => {
    test('throws DocumentDeletedError for a document that was deleted, and does not bring it back', async () => {
      const ada = await loaded();
      await people.delete(ada);
      const error = await errorOf(() => people.save(ada));
      expect(error).toBeInstanceOf(DocumentDeletedError);
      expect(error.message).toContain('save of a Person was refused');
      expect(await stored(ada.id)).toBeNull();
    });

    test('throws ParallelWriteError for a document that is being saved', async () => {
      const ada = people.build({ name: 'Ada' });
      const first = people.save(ada);
      expect(await errorOf(() => people.save(ada))).toBeInstanceOf(ParallelWriteError);
      await first;
      expect(await world.db.collection('people').countDocuments({ _id: ada.id })).toBe(1);
    });

    test('saves other documents at the same time', async () => {
      const both = [people.build({ name: 'Ada' }), people.build({ name: 'Bob' })];
      await Promise.all(both.map((each) => people.save(each)));
      expect(
        await world.db.collection('people').countDocuments({ _id: { $in: both.map(({ id }) => id) } }),
      ).toBe(2);
    });

    test('can be called again after an error', async () => {
      const ada = people.build({});
      expect(await errorOf(() => people.save(ada))).toBeInstanceOf(ValidationError);
      expect(await errorOf(() => people.save(ada))).toBeInstanceOf(ValidationError);
    });

    test('throws WrongDocumentClassError that names the method for a document of another class', async () => {
      const room = world.repository(Room).build({ id: 'a' });
      const error = await errorOf(() => people.save(room as never));
      expect(error).toBeInstanceOf(WrongDocumentClassError);
      expect(error.message).toContain('save of the Person repository was given Room');
    });
  });
});
