import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BSON, Double, Long, ObjectId, UUID } from 'mongodb';
import type { Binary } from 'mongodb';
import {
  Document,
  DuplicateKeyError,
  Field,
  Id,
  ValidationError,
  preSave,
  preSavePostValidation,
} from 'nestjs-documents';
import type { DocumentRepository, PreSave } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Room, storedPerson } from '../../support/world/integration-people.js';

@Document()
class Device {
  @Id() id!: UUID;
  @Field() note?: string;
}

let counter = 0;
@Document()
class Ticket {
  @Id({ generate: () => `T-${++counter}` }) id!: string;
  @Field() title?: string;
}

@Document()
class Lottery {
  // @ts-expect-error refused by the compiler too
  @Id({ generate: () => 'not a number' }) id!: number;
}

@Document()
class Counter {
  @Id() id!: number;
  @Field() note?: string;
}

@Document()
class Blank {
  @Id({ generate: () => undefined }) id!: string;
}

describe('DocumentRepository.save and ids', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const loaded = async () => {
    const person = storedPerson();
    await world.db.collection('people').insertOne(person);
    return people.getById(person._id);
  };

  beforeAll(async () => {
    world = await openApp([Person, Room, Device, Ticket, Counter, Lottery, Blank]);
    people = world.repository(Person);
  });
  afterAll(() => world.close());

  describe('when a new document has none', () => {
    test('gives an ObjectId and stores it under _id', async () => {
      const ada = await people.save(people.build({ name: 'Ada' }));
      expect(ada.id).toBeInstanceOf(ObjectId);
      expect(await world.db.collection('people').findOne({ _id: ada.id })).not.toHaveProperty('id');
    });

    test('gives a UUID to a class with such ids, stored as binary of subtype 4', async () => {
      const devices = world.repository(Device);
      const device = await devices.save(devices.build());
      expect(device.id).toBeInstanceOf(UUID);
      const [stored] = await world.db.collection('device').find({}, { promoteValues: false }).toArray();
      expect((stored?._id as unknown as Binary).sub_type).toBe(4);
    });

    test('gives what the generator of the class makes', async () => {
      counter = 41;
      const tickets = world.repository(Ticket);
      const ticket = await tickets.save(tickets.build());
      expect(ticket.id).toBe('T-42');
    });

    test('asks the generator once, and not for a document that has its id', async () => {
      counter = 100;
      const tickets = world.repository(Ticket);
      await tickets.save(tickets.build({ id: 'own' }));
      const ticket = await tickets.save(tickets.build());
      ticket.title = 'Later';
      await tickets.save(ticket);
      expect(counter).toBe(101);
    });

    test('gives one where it is null', async () => {
      const ada = await people.save(people.build({ name: 'Ada', id: null as never }));
      expect(ada.id).toBeInstanceOf(ObjectId);
    });

    test.each([
      ['something else than an id', Lottery, 'type'],
      ['nothing', Blank, 'required'],
    ])('throws ValidationError if the generator makes %s', async (_, documentClass, code) => {
      const repository = world.repository<object>(documentClass);
      const document = repository.build({});
      const error = await errorOf(() => repository.save(document));
      expect(error).toBeInstanceOf(ValidationError);
      expect(error.issues).toMatchObject([{ path: 'id', code }]);
    });

    test('throws ValidationError for a class whose ids must be set', async () => {
      const rooms = world.repository(Room);
      const room = rooms.build({ seats: 2 });
      const error = await errorOf(() => rooms.save(room));
      expect(error.issues).toMatchObject([{ path: 'id', code: 'required' }]);
    });

    test('takes it back when preSavePostValidation vetoes', async () => {
      const ada = people.build({ name: 'Ada' });
      const receiver = () => {
        throw new Error('veto');
      };
      await withReceiver(world.bus, { signal: preSavePostValidation, sender: Person, receiver }, () =>
        errorOf(() => people.save(ada)),
      );
      expect(ada.id).toBeUndefined();
    });

    test('gives none to a document that is not valid', async () => {
      const nobody = people.build({});
      await errorOf(() => people.save(nobody));
      expect(nobody.id).toBeUndefined();
    });
  });

  describe('when a new document has one', () => {
    test('stores it', async () => {
      const id = new ObjectId();
      await people.save(people.build({ id, name: 'Ada' }));
      expect(await world.db.collection('people').findOne({ _id: id })).toMatchObject({ name: 'Ada' });
    });

    test('keeps it when preSavePostValidation vetoes', async () => {
      const id = new ObjectId();
      const ada = people.build({ id, name: 'Ada' });
      const receiver = () => {
        throw new Error('veto');
      };
      await withReceiver(world.bus, { signal: preSavePostValidation, sender: Person, receiver }, () =>
        errorOf(() => people.save(ada)),
      );
      expect(ada.id).toBe(id);
    });

    test('inserts, and throws DuplicateKeyError if it is stored already', async () => {
      const rooms = world.repository(Room);
      await rooms.save(rooms.build({ id: 'red', seats: 2 }));
      const second = rooms.build({ id: 'red', seats: 3 });
      const error = await errorOf(() => rooms.save(second));
      expect(error).toBeInstanceOf(DuplicateKeyError);
      expect(error.message).not.toContain('red');
      const room = await world.db.collection<{ _id: string }>('rooms').findOne({ _id: 'red' });
      expect(room).toEqual({ _id: 'red', seats: 2 });
    });

    test('can get another before it is validated', async () => {
      const id = new ObjectId();
      const receiver = ({ document }: PreSave<Person>) => void (document.id = id);
      const ada = people.build({ id: new ObjectId(), name: 'Ada' });
      await withReceiver(world.bus, { signal: preSave, sender: Person, receiver }, () => people.save(ada));
      expect(await world.db.collection('people').findOne({ _id: id })).toMatchObject({ name: 'Ada' });
    });
  });

  describe('when preSavePostValidation takes the id of a new document away', () => {
    test('throws ValidationError and sends no command', async () => {
      const ada = people.build({ name: 'Ada' });
      const receiver = ({ document }: { document: object }) => Object.assign(document, { id: undefined });
      let error: any;
      const sent = await world.commandsOf(() =>
        withReceiver(world.bus, { signal: preSavePostValidation, sender: Person, receiver }, async () => {
          error = await errorOf(() => people.save(ada));
        }),
      );
      expect(error.issues).toMatchObject([{ path: 'id', code: 'required' }]);
      expect(sent).toEqual([]);
    });
  });

  describe('when the document is loaded', () => {
    test('throws ValidationError if the id was changed, and sends no command', async () => {
      const ada = await loaded();
      ada.id = new ObjectId();
      let error: any;
      const sent = await world.commandsOf(async () => (error = await errorOf(() => people.save(ada))));
      expect(error.issues).toMatchObject([{ path: 'id', code: 'immutable' }]);
      expect(sent).toEqual([]);
    });

    test('throws ValidationError if the id was removed', async () => {
      const ada = await loaded();
      (ada as { id?: ObjectId }).id = undefined;
      const error = await errorOf(() => people.save(ada));
      expect(error.issues).toMatchObject([{ path: 'id', code: 'required' }]);
    });

    test('takes an equal id for the same id', async () => {
      const ada = await loaded();
      ada.id = new ObjectId(ada.id.toHexString());
      expect(await world.commandsOf(() => people.save(ada))).toEqual([]);
    });

    test.each<[string, new () => object, unknown, string]>([
      ['an ObjectId', Person, new ObjectId(), 'name'],
      ['a text', Ticket, 'Bläue \ufffd', 'title'],
      ['a UUID', Device, new UUID(), 'note'],
      ['a double', Counter, new Double(4), 'note'],
      ['a Long', Counter, Long.fromNumber(5), 'note'],
    ])('is found by the id that is stored: %s', async (_, documentClass, id, field) => {
      const repository = world.repository<any>(documentClass);
      const { collectionName } = world.db.collection(
        documentClass === Person ? 'people' : documentClass.name.toLowerCase(),
      );
      const stored = { _id: id, [field]: 'before' };
      await world.db.collection<any>(collectionName).insertOne(stored);
      const document = await repository.findOne({ [field]: 'before' });
      document[field] = 'after';
      const [update] = await world.commandsOf(() => repository.save(document));
      expect(BSON.EJSON.serialize(update?.command.updates, { relaxed: false })).toEqual(
        BSON.EJSON.serialize([{ q: { _id: { $eq: id } }, u: { $set: { [field]: 'after' } } }], {
          relaxed: false,
        }),
      );
      const found = await world.db.collection<any>(collectionName).findOne({ _id: id });
      expect(found).toMatchObject({ [field]: 'after' });
    });

    test.each([
      ['another id', () => new ObjectId(), 'immutable'],
      ['no id', () => undefined, 'required'],
    ])(
      'throws ValidationError if preSavePostValidation gives it %s, and sends no command',
      async (_, makeId, code) => {
        const ada = await loaded();
        const receiver = ({ document }: { document: object }) => Object.assign(document, { id: makeId() });
        let error: any;
        const sent = await world.commandsOf(() =>
          withReceiver(world.bus, { signal: preSavePostValidation, sender: Person, receiver }, async () => {
            error = await errorOf(() => people.save(ada));
          }),
        );
        expect(error.issues).toMatchObject([{ path: 'id', code }]);
        expect(sent).toEqual([]);
      },
    );

    test('keeps its id when preSavePostValidation vetoes', async () => {
      const ada = await loaded();
      const { id } = ada;
      const receiver = () => {
        throw new Error('veto');
      };
      await withReceiver(world.bus, { signal: preSavePostValidation, sender: Person, receiver }, () =>
        errorOf(() => people.save(ada)),
      );
      expect(ada.id).toBe(id);
    });
  });
});
