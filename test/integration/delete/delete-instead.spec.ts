import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { preDelete } from 'nestjs-documents';
import type { DocumentRepository, PreDelete } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Address, Person, storedPerson, Teacher } from '../../support/world/integration-people.js';

describe('PreDelete.instead', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const stored = ({ id }: Person) => world.db.collection('people').findOne({ _id: id });
  const loaded = async (more: object = {}): Promise<Person> => {
    const person = storedPerson({ age: 5, e_mail: 'a@b', ...more });
    await world.db.collection('people').insertOne(person);
    return people.getById(person._id);
  };
  const deleteWith = <R>(receiver: (payload: PreDelete<Person>) => void, work: () => R) =>
    withReceiver(world.bus, { signal: preDelete, sender: Person, receiver }, work);

  beforeAll(async () => {
    world = await openApp([Person, Teacher]);
    people = world.repository(Person);
    await world.db.collection('people').createIndex({ nickname: 1 }, { unique: true, sparse: true }, {});
  });
  beforeEach(() => world.db.collection('people').deleteMany({}));
  afterAll(() => world.close());

  test('writes values by key in place of deleting, and gives them to the document', async () => {
    const person = await loaded();
    const values = {
      status: 'gone',
      email: undefined,
      address: Object.assign(new Address(), { street: 'Main' }),
    };
    await deleteWith(
      ({ instead }) => instead(values),
      () => people.delete(person),
    );
    expect(await stored(person)).toEqual({
      _id: person.id,
      name: 'Ada',
      age: 5,
      status: 'gone',
      address: { st: 'Main' },
    });
    expect(person).toMatchObject({ status: 'gone', email: undefined, address: { street: 'Main' } });
  });

  test('puts together what several receivers ask for, the last one first', async () => {
    const person = await loaded();
    await deleteWith(
      ({ instead }) => instead({ status: 'one', age: 1 }),
      () =>
        deleteWith(
          ({ instead }) => instead({ status: 'two' }),
          () => people.delete(person),
        ),
    );
    expect(await stored(person)).toMatchObject({ status: 'two', age: 1 });
  });

  test('without values only keeps the document', async () => {
    const person = await loaded();
    const wasThere = await deleteWith(
      ({ instead }) => instead({}),
      () => people.delete(person),
    );
    expect(wasThere).toBe(true);
    expect(await stored(person)).toEqual({ _id: person.id, name: 'Ada', age: 5, e_mail: 'a@b' });
  });

  test('is asked for each document of deleteMany', async () => {
    const person = await loaded();
    await deleteWith(
      ({ instead }) => instead({ status: 'gone' }),
      () => people.deleteMany({ name: 'Ada' }),
    );
    expect(await stored(person)).toMatchObject({ status: 'gone' });
  });

  test('has no effect on a delete with { permanent: true }, which the payload tells', async () => {
    const person = await loaded();
    const told: boolean[] = [];
    await deleteWith(
      ({ instead, permanent }) => {
        told.push(permanent);
        instead({ status: 'gone' });
      },
      () => people.delete(person, { permanent: true }),
    );
    expect(told).toEqual([true]);
    expect(await stored(person)).toBeNull();
  });

  test.each<[string, object, object]>([
    ['a value that does not fit', { age: 'x' }, { path: 'age', code: 'type' }],
    ['something that is no field', { password: 'x' }, { path: 'password', code: 'unknown_field' }],
    ['a required field that is taken away', { name: null }, { path: 'name', code: 'required' }],
    ['a value that a constraint refuses', { hours: 0 }, { path: 'hours', code: 'min' }],
    ['another id', { id: storedPerson()._id }, { path: 'id', code: 'immutable' }],
  ])('refuses %s, and writes nothing', async (_, values, issue) => {
    const person = await loaded('hours' in values ? { _type: 'Teacher' } : {});
    const error = await deleteWith(
      ({ instead }) => instead(values),
      () => errorOf(() => people.delete(person)),
    );
    expect(error.code).toBe('VALIDATION_FAILED');
    expect(error.issues).toMatchObject([issue]);
    expect(await stored(person)).toMatchObject({ _id: person.id, name: 'Ada', age: 5, e_mail: 'a@b' });
    expect(await people.delete(person)).toBe(true);
  });

  test('gives the caller the error of a write that fails, and leaves the document as it was', async () => {
    await world.db.collection('people').insertOne(storedPerson({ nickname: 'taken' }));
    const person = await loaded();
    const error = await deleteWith(
      ({ instead }) => instead({ nickname: 'taken' }),
      () => errorOf(() => people.delete(person)),
    );
    expect(error.code).toBe('DUPLICATE_KEY');
    expect(person.nickname).toBeUndefined();
    expect(await people.delete(person)).toBe(true);
  });
});
