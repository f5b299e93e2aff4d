import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oneOf } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Room, storedPerson } from '../../support/world/integration-people.js';

describe('DocumentRepository.count', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;

  beforeAll(async () => {
    world = await openApp([Person, Room]);
    people = world.repository(Person);
    const stored = [storedPerson({ e_mail: 'a@b' }), storedPerson(), storedPerson({ name: 'Bob' })];
    await world.db.collection('people').insertMany(stored);
  });
  afterAll(() => world.close());

  test('counts the documents that match', async () => {
    expect(await people.count({ name: 'Ada' })).toBe(2);
  });

  test('counts all for {}', async () => {
    expect(await people.count({})).toBe(3);
  });

  test('counts 0 where there is no collection', async () => {
    expect(await world.repository(Room).count({})).toBe(0);
  });

  test('finds paths by their stored keys and takes operators', async () => {
    expect([
      await people.count({ email: 'a@b' }),
      await people.count({ name: oneOf(['Ada', 'Bob']) }),
    ]).toEqual([1, 3]);
  });

  test('sends one command, and reads no document', async () => {
    const sent = await world.commandsOf(() => people.count({ name: 'Ada' }));
    expect(sent.map(({ name }) => name)).toEqual(['aggregate']);
  });

  test('sends no signals', async () => {
    using recorder = new SignalRecorder(world.bus);
    await people.count({});
    expect(recorder.names).toEqual([]);
  });
});
