import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DecodeError, oneOf } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, storedPerson } from '../../support/world/integration-people.js';

describe('DocumentRepository.findOne', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
    await world.db
      .collection('people')
      .insertMany([
        storedPerson(),
        storedPerson({ name: 'Bob', e_mail: 'bob@x' }),
        storedPerson({ name: 'Bob' }),
      ]);
  });
  afterAll(() => world.close());

  test('loads a document that matches', async () => {
    const bob = await people.findOne({ email: 'bob@x' });
    expect(bob).toBeInstanceOf(Person);
    expect(bob).toMatchObject({ name: 'Bob', email: 'bob@x' });
  });

  test('gives null if none matches', async () => {
    expect(await people.findOne({ name: 'Eve' })).toBeNull();
  });

  test('takes operators', async () => {
    expect(await people.findOne({ name: oneOf(['Ada']) })).toMatchObject({ name: 'Ada' });
  });

  test('takes {} for any document', async () => {
    expect(await people.findOne({})).toBeInstanceOf(Person);
  });

  test('sends one find by stored keys, with a limit', async () => {
    const [find, ...others] = await world.commandsOf(() => people.findOne({ email: 'bob@x' }));
    expect(find?.command).toMatchObject({ find: 'people', filter: { e_mail: { $eq: 'bob@x' } }, limit: 1 });
    expect(others).toEqual([]);
  });

  test('sends preInit, postInit and postLoad for this one document, with the origin findOne', async () => {
    using recorder = new SignalRecorder(world.bus);
    await people.findOne({ name: 'Bob' });
    expect(recorder.names).toEqual(['Person.preInit', 'Person.postInit', 'Person.postLoad']);
    expect(recorder.sent[0]?.payload).toMatchObject({ origin: 'findOne', created: false });
  });

  test('gives a document that a save updates', async () => {
    const ada = await people.findOne({ name: 'Ada' });
    ada!.age = 1;
    const [update] = await world.commandsOf(() => people.save(ada!));
    expect(update?.name).toBe('update');
  });

  describe('when what is stored does not fit the class', () => {
    const load = async (values: Record<string, unknown>) => {
      const person = storedPerson(values);
      await world.db.collection('people').insertOne(person);
      return { id: person._id, error: await errorOf(() => people.findOne({ id: person._id })) };
    };

    test.each<[string, Record<string, unknown>, object]>([
      ['a field of another type', { age: 'secret' }, { path: 'age', expected: 'number', found: 'string' }],
      ['an object for an array', { tags: {} }, { path: 'tags', expected: 'string[]', found: 'Object' }],
      [
        'an array for a map',
        { scores: [] },
        { path: 'scores', expected: 'map of number', found: 'an array' },
      ],
      ['a scalar for an embedded document', { address: 1 }, { path: 'address', found: 'number' }],
      [
        'an element deep inside',
        { others: [{ st: 'Main' }, { st: 5 }] },
        { path: 'others.1.street', found: 'number' },
      ],
    ])('throws DecodeError with path and types for %s', async (_, values, expected) => {
      const { error } = await load(values);
      expect(error).toBeInstanceOf(DecodeError);
      expect(error).toMatchObject(expected);
    });

    test('tells the id, and no value', async () => {
      const { error, id } = await load({ age: 'secret' });
      expect(error.documentId).toEqual(id);
      expect(error.message).not.toContain('secret');
      expect(error.message).toContain(`the id ${id.toHexString()}`);
    });
  });
});
