import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DocumentDeletedError, preSave, ValidationError, WrongDocumentClassError } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Address, Person, Room, storedPerson } from '../../support/world/integration-people.js';

describe('DocumentRepository.changes', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const loaded = async (values: object = {}): Promise<Person> => {
    const person = storedPerson({ tags: ['a', 'b'], status: 'old', ...values });
    await world.db.collection('people').insertOne(person);
    return people.getById(person._id);
  };

  beforeAll(async () => {
    world = await openApp([Person, Room]);
    people = world.repository(Person);
  });
  afterAll(() => world.close());

  test('is empty for a document as it was loaded', async () => {
    expect(people.changes(await loaded()).size).toBe(0);
  });

  test('has what the next save would write, by the finest paths', async () => {
    const person = await loaded({ age: 1, address: { st: 'Main' } });
    person.age = 2;
    person.tags[1] = 'c';
    person.address!.street = 'Side';
    expect([...people.changes(person)]).toEqual([
      { path: 'age', before: 1, after: 2 },
      { path: 'tags.1', before: 'b', after: 'c' },
      { path: 'address.street', before: 'Main', after: 'Side' },
    ]);
  });

  test('has every field that a new document has', async () => {
    const person = people.build({ name: 'Ada' });
    expect([...people.changes(person)].map(({ path, after }) => [path, after])).toEqual([
      ['name', 'Ada'],
      ['tags', []],
      ['status', 'new'],
    ]);
  });

  test('does not ask for what is missing, since receivers may add it', async () => {
    expect(people.changes(new Person()).paths).toEqual(['tags']);
  });

  test('is what postSave tells, if no receiver changes the document', async () => {
    const person = await loaded();
    person.others = [Object.assign(new Address(), { street: 'Main' })];
    const foretold = [...people.changes(person)];
    using recorder = new SignalRecorder(world.bus);
    await people.save(person);
    expect([...(recorder.sent.at(-2)?.payload as any).changes]).toEqual(foretold);
    expect(people.changes(person).size).toBe(0);
  });

  test('sends no command and no signal, and changes nothing', async () => {
    const person = Object.assign(new Person(), { name: 'Ada' });
    using recorder = new SignalRecorder(world.bus);
    expect(await world.commandsOf(() => people.changes(person))).toEqual([]);
    recorder.assertNothingSent();
    expect(person).toEqual(Object.assign(new Person(), { name: 'Ada' }));
  });

  test('can be asked by a receiver of a save', async () => {
    const person = await loaded();
    const asked: unknown[] = [];
    const undo = world.bus.connect(preSave, Person, ({ document }) =>
      asked.push(people.changes(document).paths),
    );
    await people.save(Object.assign(person, { age: 5 }));
    undo();
    expect(asked).toEqual([['age']]);
  });

  test('refuses values that do not fit their field', async () => {
    const person = Object.assign(await loaded(), { tags: 'x' });
    const error = await errorOf(() => people.changes(person));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.issues).toMatchObject([{ path: 'tags', code: 'type' }]);
  });

  test('does not mind what is stored though it would be refused today', async () => {
    const person = await loaded({ notes: { $where: 1, a: NaN } });
    person.age = 5;
    expect(people.changes(person).paths).toEqual(['age']);
  });

  test('refuses a document that was deleted, and one of another class', async () => {
    const person = await loaded();
    await people.delete(person);
    expect(await errorOf(() => people.changes(person))).toBeInstanceOf(DocumentDeletedError);
    expect(await errorOf(() => people.changes(new Room() as never))).toBeInstanceOf(WrongDocumentClassError);
  });
});
