import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { callMethod } from '../../support/world/repository-methods.js';

describe('A remedy is told', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
  });
  afterAll(() => world.close());

  const hex = '64b000000000000000000001';
  const load = 'Load the document by its id first: getById(id)';

  test.each<[method: string, what: string, given: unknown, remedy: string]>([
    ['delete', 'an id', new ObjectId(hex), `${load}, or use deleteMany({ id: id })`],
    ['delete', 'the text of an id', hex, `${load}, or use deleteMany({ id: id })`],
    ['reload', 'an id', new ObjectId(hex), load],
    ['save', 'a promise', Promise.resolve(new Person()), 'Await it, and pass the document'],
    ['changes', 'a promise', Promise.resolve(new Person()), 'Await it, and pass the document'],
  ])('to who gives %s %s', async (method, _what, given, remedy) => {
    const error = await errorOf(() => callMethod(people, method, given));
    expect(error).toMatchObject({ code: 'WRONG_DOCUMENT_CLASS', remedy });
  });

  test('to who gives _id to a class whose id is called id', async () => {
    const created = await errorOf(() => people.create({ _id: hex } as object));
    expect(created).toMatchObject({
      issues: [{ path: '_id', message: 'is not a field of Person, whose id is called id' }],
    });
    const found = await errorOf(() => people.count({ _id: hex } as object));
    expect(found.remedy).toMatch(
      /^Use field names, joined by dots, and for _id the name of the field with @Id\(\); Person has id,/,
    );
  });
});
