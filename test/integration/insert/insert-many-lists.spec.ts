import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ValidationError } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';

describe('The list of insertMany', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
  });
  afterAll(() => world.close());

  test.each<[string, unknown, string, string]>([
    ['undefined', undefined, '', 'undefined'],
    ['null', null, '', 'null'],
    ['the values of one document', { name: 'Ada' }, '', 'Object'],
    ['a document instead of a list', new Person(), '', 'Person'],
    ['a list with a hole', [{ name: 'Ada' }, undefined], '1', 'undefined'],
    ['a list of texts', ['Ada'], '0', 'string'],
    ['a list of lists', [[{ name: 'Ada' }]], '0', 'an array'],
  ])('throws ValidationError for %s, as a request may bring it', async (_, documents, path, given) => {
    let error: unknown;
    const sent = await world.commandsOf(async () => {
      error = await errorOf(() => people.insertMany(documents as []));
    });
    expect(error).toBeInstanceOf(ValidationError);
    const wanted = path === '' ? 'a list of documents or their values' : 'a document or its values';
    expect((error as ValidationError).issues).toEqual([
      expect.objectContaining({ path, code: 'type', message: `should be ${wanted}, not ${given}` }),
    ]);
    expect(sent).toEqual([]);
  });

  test('gives a list that may be changed', async () => {
    const inserted = await people.insertMany([{ name: 'Ada' }]);
    expect(Object.isFrozen(inserted)).toBe(false);
  });
});
