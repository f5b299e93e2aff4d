import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { DuplicateKeyError } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { inspect } from 'node:util';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, storedPerson } from '../../support/world/integration-people.js';

describe('DocumentRepository.save when another document has the same value under a unique index', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const stored = (id: ObjectId) => world.db.collection('people').findOne({ _id: id });
  /** A person that the driver stored and the repository loaded. */
  const loaded = async (values: Record<string, unknown> = {}) => {
    const person = storedPerson(values);
    await world.db.collection('people').insertOne(person);
    return people.getById(person._id);
  };

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
    await world.db.collection('people').createIndex({ e_mail: 1 }, { unique: true, sparse: true }, {});
  });
  afterAll(() => world.close());

  const collide = async () => {
    const email = `${new ObjectId().toHexString()}@secret.org`;
    await people.save(people.build({ name: 'Ada', email }));
    const second = people.build({ name: 'Eve', email });
    return { email, second, error: await errorOf(() => people.save(second)) };
  };

  test('throws DuplicateKeyError that names the document, the fields and the keys', async () => {
    const { error } = await collide();
    expect(error).toBeInstanceOf(DuplicateKeyError);
    const names = { documentName: 'Person', fields: ['email'], keys: ['e_mail'] };
    expect(error).toMatchObject({ code: 'DUPLICATE_KEY', ...names });
    expect(error).toHaveProperty('reason', 'Another document has the same email');
  });

  test.each([
    ['its message', (error: Error) => error.message],
    ['its stack', (error: Error) => error.stack],
    ['util.inspect of it', (error: Error) => inspect(error, { depth: Infinity, showHidden: false })],
    ['util.inspect of an error that it caused', (error: Error) => inspect(new Error('x', { cause: error }))],
    ['its JSON', (error: Error) => JSON.stringify(error)],
  ])('has no value in %s', async (_, print) => {
    const { error, email } = await collide();
    expect(print(error)).not.toContain(email);
    expect(print(error)).not.toContain('secret.org');
  });

  test('leaves it new: with another value it is inserted', async () => {
    const { second, email } = await collide();
    second.email = `other-${email}`;
    await people.save(second);
    expect(await stored(second.id)).toMatchObject({ name: 'Eve', e_mail: `other-${email}` });
  });

  test('throws DuplicateKeyError for an update as well, and writes nothing', async () => {
    const { email } = await collide();
    const bob = await loaded({ name: 'Bob' });
    bob.email = email;
    expect(await errorOf(() => people.save(bob))).toBeInstanceOf(DuplicateKeyError);
    expect(await stored(bob.id)).toEqual({ _id: bob.id, name: 'Bob' });
  });
});
