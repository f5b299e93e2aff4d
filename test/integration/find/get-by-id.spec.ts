import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId, UUID } from 'mongodb';
import { Document, DocumentNotFoundError, Field, Id, InvalidFilterError, not, oneOf } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Address, Person, Room, storedPerson } from '../../support/world/integration-people.js';

@Document()
class Device {
  @Id() id!: UUID;
}

/** Its id stands beside a field that is called `id`. */
@Document({ collection: 'tickets' })
class Ticket {
  @Id() _id!: ObjectId;
  @Field() id!: number;
  @Field() title?: string;
}

describe.each(['getById', 'findById'] as const)('DocumentRepository.%s', (method) => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const store = async (values: Record<string, unknown> = {}) => {
    const person = storedPerson(values);
    await world.db.collection('people').insertOne(person);
    return person._id;
  };

  beforeAll(async () => {
    world = await openApp([Person, Room, Device, Ticket]);
    people = world.repository(Person);
  });
  afterAll(() => world.close());

  test('loads the document with this id', async () => {
    await store({ name: 'Bob' });
    const id = await store({ e_mail: 'a@b', tags: ['x'], address: { st: 'Main' } });
    const ada = await people[method](id);
    expect(ada).toBeInstanceOf(Person);
    expect(ada).toMatchObject({ id, name: 'Ada', email: 'a@b', tags: ['x'] });
    expect(ada?.address).toBeInstanceOf(Address);
  });

  test('sends one find with the id and a limit', async () => {
    const id = await store();
    const [find, ...others] = await world.commandsOf(() => people[method](id));
    expect(find?.command).toMatchObject({
      find: 'people',
      filter: { _id: { $eq: id } },
      limit: 1,
      singleBatch: true,
    });
    expect(others).toEqual([]);
  });

  test('sends preInit, postInit and postLoad, not created, with its own name as origin', async () => {
    const id = await store();
    using recorder = new SignalRecorder(world.bus);
    await people[method](id);
    expect(recorder.names).toEqual(['Person.preInit', 'Person.postInit', 'Person.postLoad']);
    expect(recorder.sent[1]?.payload).toMatchObject({ created: false, origin: method });
  });

  test('takes the id of a class with another field that is called id', async () => {
    const tickets = world.repository(Ticket);
    const { _id } = await tickets.create({ id: 7, title: 'Leak' });
    expect(await tickets[method](_id)).toMatchObject({ _id, id: 7, title: 'Leak' });
    const [part] = await tickets.find({ id: 7 }).select('title').toArray();
    expect([part?._id, part?.title]).toEqual([_id, 'Leak']);
    expect(await world.db.collection('tickets').findOne({ _id })).toEqual({ _id, id: 7, title: 'Leak' });
    // @ts-expect-error `id` is an ordinary field here
    await expect(tickets[method](7)).rejects.toThrow(InvalidFilterError);
  });

  test('makes another object each time', async () => {
    const id = await store();
    expect(await people[method](id)).not.toBe(await people[method](id));
  });

  test('finds a string id', async () => {
    await world.db.collection<{ _id: string }>('rooms').insertOne({ _id: `${method}-red` });
    expect(await world.repository(Room)[method](`${method}-red`)).toMatchObject({ id: `${method}-red` });
  });

  test('finds a UUID', async () => {
    const id = new UUID();
    await world.db.collection<{ _id: UUID }>('device').insertOne({ _id: id });
    expect((await world.repository(Device)[method](id))?.id).toEqual(id);
  });

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['text of 24 characters that are no hexadecimal digits', '64b00000000000000000000g'],
    ['text of 23 hexadecimal digits', '64b00000000000000000000'],
    ['an object that says that it is an id', { toHexString: () => '64b000000000000000000001' }],
    ['a number', 1],
    ['an object with an operator', JSON.parse('{"$ne":null}')],
    ['plain data with the tag of an ObjectId', JSON.parse('{"_bsontype":"ObjectId","id":"x"}')],
    ['an array', []],
    ['a regular expression', /./],
    ['an operator', oneOf([new ObjectId()])],
    ['another operator', not(new ObjectId())],
  ])('refuses %s, which is no id of the class, and sends no command', async (_, id) => {
    let error: any;
    const sent = await world.commandsOf(
      async () => (error = await errorOf(() => people[method](id as ObjectId))),
    );
    expect(error?.code).toMatch(/^(INVALID_FILTER|OPERATOR_NOT_ALLOWED)$/);
    expect(sent).toEqual([]);
  });

  test.each([
    [null, 'null'],
    [undefined, 'undefined'],
    [oneOf([new ObjectId()]), 'an operator'],
  ])('says that %O is no id', async (id, shown) => {
    const error = await errorOf(() => people[method](id as never));
    expect(error).toBeInstanceOf(InvalidFilterError);
    expect(error).toMatchObject({
      path: 'id',
      reason: `The id is ${shown}, and no document has that id`,
      remedy: 'Check the id first; findOne accepts operators',
    });
  });
});

describe('when no document has the id', () => {
  let world: IntegrationApp;

  beforeAll(async () => {
    world = await openApp([Person]);
  });
  afterAll(() => world.close());

  test('getById throws DocumentNotFoundError, without the id', async () => {
    const id = new ObjectId();
    const error = await errorOf(() => world.repository(Person).getById(id));
    expect(error).toBeInstanceOf(DocumentNotFoundError);
    expect(error).toMatchObject({ code: 'DOCUMENT_NOT_FOUND', documentName: 'Person' });
    expect(error.message).not.toContain(id.toHexString());
  });

  test('findById gives null', async () => {
    expect(await world.repository(Person).findById(new ObjectId())).toBeNull();
  });

  test('neither sends a signal', async () => {
    using recorder = new SignalRecorder(world.bus);
    await world.repository(Person).findById(new ObjectId());
    await errorOf(() => world.repository(Person).getById(new ObjectId()));
    expect(recorder.names).toEqual([]);
  });
});
