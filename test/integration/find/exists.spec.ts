import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { not } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Room, storedPerson } from '../../support/world/integration-people.js';

describe('DocumentRepository.exists', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;

  beforeAll(async () => {
    world = await openApp([Person, Room]);
    people = world.repository(Person);
    await world.db.collection('people').insertMany([storedPerson({ e_mail: 'a@b' }), storedPerson()]);
  });
  afterAll(() => world.close());

  test('is true if a document matches', async () => {
    expect(await people.exists({ email: 'a@b' })).toBe(true);
  });

  test('is true if several match', async () => {
    expect(await people.exists({ name: 'Ada' })).toBe(true);
  });

  test('is false if none matches', async () => {
    expect(await people.exists({ name: not('Ada') })).toBe(false);
  });

  test('answers for {} whether there is any document', async () => {
    expect([await people.exists({}), await world.repository(Room).exists({})]).toEqual([true, false]);
  });

  test('looks for no more than one document', async () => {
    const [command, ...others] = await world.commandsOf(() => people.exists({ name: 'Ada' }));
    expect(command?.command['pipeline']).toContainEqual({ $limit: 1 });
    expect(others).toEqual([]);
  });

  test('finds a document that could not be loaded', async () => {
    await world.db.collection('people').insertOne({ name: 'Odd', age: 'old' });
    expect(await people.exists({ name: 'Odd' })).toBe(true);
  });

  test('sends no signals', async () => {
    using recorder = new SignalRecorder(world.bus);
    await people.exists({ name: 'Ada' });
    expect(recorder.names).toEqual([]);
  });
});
