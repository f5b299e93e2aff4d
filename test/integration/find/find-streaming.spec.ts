import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DecodeError, postInit } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';

/** More than the server gives with the first reply. */
const total = 250;

describe('for await (const document of people.find({}))', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const commandNames = async (work: () => Promise<unknown>) =>
    (await world.commandsOf(work)).map(({ name }) => name);

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
    const documents = Array.from({ length: total }, (_, index) => ({
      name: `P${index}`,
      age: index,
      tags: [],
    }));
    await world.db.collection('people').insertMany(documents);
  });
  afterAll(() => world.close());

  test('gives every document, loaded, in the order of the sort', async () => {
    const ages: unknown[] = [];
    for await (const person of people.find({}).sort({ age: -1 })) ages.push(person.age);
    expect(ages).toEqual(Array.from({ length: total }, (_, index) => total - 1 - index));
  });

  test('gives documents that can be saved while it goes on', async () => {
    for await (const person of people.find({}).limit(3)) {
      person.nickname = 'seen';
      await people.save(person);
    }
    expect(await world.db.collection('people').countDocuments({ nickname: 'seen' })).toBe(3);
  });

  test('asks for the documents in portions', async () => {
    const seen: string[] = [];
    const names = await commandNames(async () => {
      for await (const { name } of people.find({})) seen.push(name);
    });
    expect(seen).toHaveLength(total);
    expect(names.slice(0, 2)).toEqual(['find', 'getMore']);
  });

  test('asks for no further portion after break, and closes the cursor', async () => {
    const names = await commandNames(async () => {
      for await (const person of people.find({})) if (person.name) break;
    });
    expect(names).toEqual(['find', 'killCursors']);
  });

  test('closes the cursor when the body throws', async () => {
    const names = await commandNames(async () => {
      for await (const person of people.find({})) throw new Error(person.name);
    });
    expect(names).toEqual(['find', 'killCursors']);
  });

  test('closes the cursor when a receiver throws', async () => {
    const receiver = () => {
      throw new Error('no');
    };
    const names = await commandNames(() =>
      withReceiver(world.bus, { signal: postInit, sender: Person, receiver }, async () => {
        const seen: string[] = [];
        for await (const { name } of people.find({})) seen.push(name);
      }),
    );
    expect(names).toEqual(['find', 'killCursors']);
  });

  test('sends nothing if it is not read', async () => {
    expect(await commandNames(async () => void people.find({})[Symbol.asyncIterator]())).toEqual([]);
  });

  test('starts anew each time', async () => {
    const query = people.find({ age: 7 });
    const found: Person[] = [];
    for await (const person of query) found.push(person);
    for await (const person of query) found.push(person);
    expect(found.map(({ name }) => name)).toEqual(['P7', 'P7']);
  });

  test('throws DecodeError at a document that does not fit, after those before it', async () => {
    await world.db.collection('people').insertOne({ name: 'odd', age: 'old', status: 'odd' });
    await world.db.collection('people').insertOne({ name: 'even', status: 'odd' });
    const seen: string[] = [];
    const error = await errorOf(async () => {
      for await (const person of people.find({ status: 'odd' }).sort({ name: 1 })) seen.push(person.name);
    });
    await world.db.collection('people').deleteMany({ status: 'odd' });
    expect(error).toBeInstanceOf(DecodeError);
    expect(error).toMatchObject({ path: 'age', expected: 'number', found: 'string' });
    expect(seen).toEqual(['even']);
  });
});
