import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentRepository } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Address, Person, storedPerson } from '../../support/world/integration-people.js';

describe('DocumentRepository.save and stored keys that the class does not declare', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
  });
  afterAll(() => world.close());

  /** Stores, loads, changes and saves; gives what is stored then, without its id. */
  const after = async (values: object, change: (person: Person) => void): Promise<unknown> => {
    const person = storedPerson({ status: 'old', tags: [], ...values });
    await world.db.collection('people').insertOne(person);
    const document = await people.getById(person._id);
    change(document);
    await people.save(document);
    return world.db.collection('people').findOne({ _id: person._id }, { projection: { _id: 0 } });
  };
  const rest = { name: 'Ada', status: 'old', tags: [] };

  test('are not seen', async () => {
    const person = storedPerson({ legacy: 1, address: { st: 'Main', zip: 1 } });
    await world.db.collection('people').insertOne(person);
    const ada = await people.getById(person._id);
    expect(ada).not.toHaveProperty('legacy');
    expect(ada.address).not.toHaveProperty('zip');
  });

  test('are no change', async () => {
    const person = storedPerson({ legacy: 1, others: [{ st: 'Main', zip: 1 }], tags: [], status: 'old' });
    await world.db.collection('people').insertOne(person);
    const ada = await people.getById(person._id);
    expect(await world.commandsOf(() => people.save(ada))).toEqual([]);
  });

  test('stay in the document', async () => {
    expect(await after({ legacy: { a: [1] } }, (p) => (p.age = 1))).toEqual({
      ...rest,
      age: 1,
      legacy: { a: [1] },
    });
  });

  test('stay in an embedded document that is changed', async () => {
    expect(await after({ address: { st: 'Main', zip: 1 } }, (p) => (p.address!.street = 'Side'))).toEqual({
      ...rest,
      address: { st: 'Side', zip: 1 },
    });
  });

  test('stay in an embedded document that is replaced by a new one', async () => {
    const replace = (p: Person) => (p.address = Object.assign(new Address(), { street: 'Side' }));
    expect(await after({ address: { st: 'Main', zip: 1 } }, replace)).toEqual({
      ...rest,
      address: { st: 'Side', zip: 1 },
    });
  });

  test('stay in an element of an array that is changed', async () => {
    const others = [
      { st: 'Main', zip: 1 },
      { st: 'Side', zip: 2 },
    ];
    expect(await after({ others }, (p) => (p.others![1]!.street = 'Back'))).toEqual({
      ...rest,
      others: [
        { st: 'Main', zip: 1 },
        { st: 'Back', zip: 2 },
      ],
    });
  });

  test('stay in the elements of an array that gets longer', async () => {
    const push = (p: Person) => p.others!.push(Object.assign(new Address(), { street: 'New' }));
    expect(await after({ others: [{ st: 'Main', zip: 1 }] }, push)).toEqual({
      ...rest,
      others: [{ st: 'Main', zip: 1 }, { st: 'New' }],
    });
  });

  test('stay in the elements of an array that gets shorter', async () => {
    const others = [
      { st: 'Main', zip: 1 },
      { st: 'Side', zip: { a: 2 } },
    ];
    expect(await after({ others }, (p) => p.others!.shift())).toEqual({
      ...rest,
      others: [{ st: 'Side', zip: { a: 2 } }],
    });
  });

  test('go with the elements of an array that is put in another order', async () => {
    const others = [{ st: 'Main', zip: 1 }, { st: 'Side' }];
    expect(await after({ others }, (p) => p.others!.reverse())).toEqual({
      ...rest,
      others: [{ st: 'Side' }, { st: 'Main', zip: 1 }],
    });
  });

  test('go with an embedded document that moves to another field', async () => {
    const move = (p: Person) => {
      p.others = [p.address!];
      delete p.address;
    };
    expect(await after({ address: { st: 'Main', zip: 1 } }, move)).toEqual({
      ...rest,
      others: [{ st: 'Main', zip: 1 }],
    });
  });

  test('are gone with an embedded document that is removed', async () => {
    expect(await after({ address: { st: 'Main', zip: 1 } }, (p) => delete p.address)).toEqual(rest);
  });

  test('never reach a prototype', async () => {
    const address = JSON.parse(
      '{"st":"Main","__proto__":{"polluted":true},"constructor":{"prototype":{"x":1}}}',
    );
    await after({ address }, (p) => (p.address!.street = 'Side'));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});
