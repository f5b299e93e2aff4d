import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { ReadOnlyDocumentError } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Address, Person } from '../../support/world/integration-people.js';

describe('QuerySet.readOnly', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const _id = new ObjectId();
  const stored = { _id, name: 'Ada', tags: ['t'], address: { st: 'Main', zip: 1 }, status: 'old' };
  const load = async () => (await people.find({ id: _id }).readOnly().first()) as Person;

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
    await world.db.collection('people').insertOne({ ...stored });
  });
  afterAll(() => world.close());

  test('gives instances with all values', async () => {
    const ada = await load();
    expect(ada).toBeInstanceOf(Person);
    expect(ada.address).toBeInstanceOf(Address);
    expect(ada).toMatchObject({ id: _id, name: 'Ada', tags: ['t'], address: { street: 'Main' } });
  });

  test('gives them in a loop and with select, too', async () => {
    const found: unknown[] = [];
    for await (const each of people.find({}).select('name').readOnly()) found.push(each);
    expect(found).toEqual([{ id: _id, name: 'Ada' }]);
    expect(await errorOf(() => people.save(found[0] as Person))).toBeInstanceOf(ReadOnlyDocumentError);
  });

  test.each<[string, (ada: Person) => unknown]>([
    ['save', (ada) => people.save(ada)],
    ['delete', (ada) => people.delete(ada)],
    ['reload', (ada) => people.reload(ada)],
    ['changes', (ada) => people.changes(ada)],
    ['insertMany', (ada) => people.insertMany([ada])],
  ])('refuses %s of one, and sends nothing', async (_, work) => {
    const ada = await load();
    ada.name = 'Eve';
    expect(await errorOf(() => work(ada))).toBeInstanceOf(ReadOnlyDocumentError);
    expect(await world.commandsOf(() => work(ada))).toEqual([]);
    expect(await world.db.collection('people').findOne({ _id })).toEqual(stored);
  });

  test('keeps no undeclared keys of embedded documents', async () => {
    const [loaded, readOnly] = [(await people.getById(_id)).address!, (await load()).address!];
    const eve = people.build({ name: 'Eve' });
    eve.others = [loaded, readOnly];
    await people.save(eve);
    const saved = await world.db.collection('people').findOne({ _id: eve.id });
    expect(saved?.['others']).toEqual([{ st: 'Main', zip: 1 }, { st: 'Main' }]);
  });
});
