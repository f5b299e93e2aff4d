import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ClientSession, MongoClient } from 'mongodb';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, storedPerson } from '../../support/world/integration-people.js';
import { argumentsOf, methodsOfKind } from '../../support/world/repository-methods.js';
import { databaseUri } from '../../support/server.js';

describe('Options', () => {
  let world: IntegrationApp;
  let people: Record<string, any> & DocumentRepository<Person>;
  let ada: Person;
  let other: MongoClient;
  /** Returns a first argument with which the method would do something. */
  const firstOf = (method: string): unknown => {
    if (methodsOfKind('filter').includes(method)) return { name: 'Ada' };
    if (methodsOfKind('id').includes(method)) return ada.id;
    if (methodsOfKind('values').includes(method)) return { name: 'Eve' };
    if (method === 'insertMany' || method === 'saveMany')
      return [Object.assign(new Person(), { name: 'Eve' })];
    if (method === 'populate') return [ada];
    return method === 'save' ? Object.assign(ada, { age: 5 }) : ada;
  };
  const outcomeOf = async (method: string, options: unknown) => {
    const first = firstOf(method);
    let error: any;
    const sent = await world.commandsOf(async () => {
      error = await errorOf(async () => {
        const result = await people[method](...argumentsOf(method, [first, options]));
        if (method === 'find') await result.toArray();
      });
    });
    return { error, sent: sent.map(({ name }) => name) };
  };
  // They send nothing and take no options.
  const withoutOptions = ['changes', 'assign'];
  // They need a class with soft delete or leases, and have specs of their own.
  const ofOtherClasses = ['restore', 'restoreMany', 'claim', 'renew', 'release'];
  const hasOptions = (method: string): boolean => ![...withoutOptions, ...ofOtherClasses].includes(method);
  const methods = methodsOfKind('filter', 'id', 'values', 'document', 'documents').filter(hasOptions);

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person) as typeof people;
    other = new MongoClient(databaseUri());
  });
  beforeEach(async () => {
    const stored = storedPerson();
    await world.db.collection('people').insertOne(stored);
    ada = await people.getById(stored._id);
  });
  afterAll(async () => {
    await other.close();
    await world.close();
  });

  describe.each(methods)('of %s', (method) => {
    test.each<[string, () => unknown, RegExp]>([
      ['null', () => null, /They are null/],
      ['a text', () => 'allowAll', /They are string/],
      ['a list', () => [], /They are an array/],
      ['a context that is a text', () => ({ context: 'typo' }), /"context" is string/],
      ['a context that is null', () => ({ context: null }), /"context" is null/],
      ['a context that is a list', () => ({ context: [] }), /"context" is an array/],
      ['a session that is null', () => ({ session: null }), /"session"/],
      ['a session that is plain data', () => ({ session: { id: { id: 'x' } } }), /"session"/],
      [
        'a session with the right class',
        () => ({ session: Object.create(ClientSession.prototype) }),
        /"session"/,
      ],
      ['a session of another client', () => ({ session: other.startSession() }), /"session"/],
    ])('are refused with %s, and no command is sent', async (_, make, message) => {
      const { error, sent } = await outcomeOf(method, make());
      expect(error?.code).toBe('INVALID_OPTIONS');
      expect(error.message).toMatch(message);
      expect(sent).toEqual([]);
    });

    test('are refused with a session that has ended', async () => {
      const session = world.connection.client.startSession();
      await session.endSession();
      expect(await outcomeOf(method, { session })).toMatchObject({
        error: { code: 'INVALID_OPTIONS' },
        sent: [],
      });
    });

    test('may have a context without a prototype, and keys that the method does not know', async () => {
      const context = Object.assign(Object.create(null) as object, { reason: 'typo' });
      expect((await outcomeOf(method, { context, hint: 'name_1' })).error).toBeUndefined();
    });
  });

  test.each<[string, string]>([
    ['deleteMany', 'allowAll'],
    ['insertMany', 'ordered'],
  ])('of %s are refused if "%s" is neither true nor false', async (method, name) => {
    for (const value of ['false', 'true', 1, 0, null, {}]) {
      const { error, sent } = await outcomeOf(method, { [name]: value });
      expect(error?.code).toBe('INVALID_OPTIONS');
      expect(error.message).toContain(`"${name}"`);
      expect(sent).toEqual([]);
    }
  });
});
