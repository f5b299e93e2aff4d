import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { preSave, SignalBus } from 'nestjs-documents';
import { Person } from '../../sample-app/people/person.js';
import { startSampleApp, type SampleApp } from '../support/world/sample-app.js';

let sample: SampleApp;

beforeAll(async () => {
  sample = await startSampleApp();
});
beforeEach(() => sample.clear());
afterAll(() => sample.stop());

const namesOf = (people: { name: string }[]) => people.map(({ name }) => name);

describe('POST /people', () => {
  test('answers 201 with the person as it is stored', async () => {
    const { status, body } = await sample.ask('POST', '/people', { name: 'ada', tags: ['science'] });

    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      name: 'ADA',
      tags: ['science'],
    });
  });

  test('stores every field', async () => {
    const id = await sample.createPerson({
      name: 'ada',
      email: 'ada@example.org',
      address: { street: 'Main Street 1', city: 'London' },
      tags: ['science'],
    });

    expect(await sample.stored('people')).toEqual([
      {
        _id: id,
        name: 'ADA',
        email: 'ada@example.org',
        address: { street: 'Main Street 1', city: 'London' },
        tags: ['science'],
      },
    ]);
  });

  test('stores a name without surplus spaces', async () => {
    await sample.createPerson({ name: '  ada \t lovelace ' });

    expect(namesOf((await sample.stored('people')) as any)).toEqual(['ADA LOVELACE']);
  });

  test('puts the words of the name into the search index', async () => {
    const id = await sample.createPerson({ name: 'ada lovelace' });

    expect(await sample.stored('search')).toEqual([{ _id: id, words: ['ada', 'lovelace'], hits: 0 }]);
  });

  test('answers 422 with every issue', async () => {
    const { status, body } = await sample.ask('POST', '/people', {
      email: 7,
      address: { city: 'London' },
      tags: ['science', 8],
    });

    expect(status).toBe(422);
    expect(body).toEqual({
      statusCode: 422,
      error: 'VALIDATION_FAILED',
      message: 'Person is not valid',
      issues: [
        { path: 'name', code: 'required', message: 'is required' },
        { path: 'email', code: 'type', message: 'should be string, not number' },
        { path: 'address.street', code: 'required', message: 'is required' },
        { path: 'tags.1', code: 'type', message: 'should be string, not number' },
      ],
    });
  });

  test.each([
    ['a field that the class has not', '{"name":"ada","isAdmin":true}', 'isAdmin', 'unknown_field'],
    [
      'a field that the embedded class has not',
      '{"name":"ada","address":{"street":"a","x":1}}',
      'address.x',
      'unknown_field',
    ],
    ['__proto__', '{"name":"ada","__proto__":{"tags":["protected"]}}', '__proto__', 'unknown_field'],
    ['an operator', '{"name":{"$gt":""}}', 'name', 'type'],
    ['an id that is none', '{"name":"ada","id":"64b7f0c2a1b2c3d4e5f6071"}', 'id', 'type'],
    ['tags that are null', '{"name":"ada","tags":null}', 'tags', 'required'],
    ['a number as name', '{"name":5}', 'name', 'type'],
    ['no body', undefined, 'name', 'required'],
  ])('answers 422 to %s', async (_case, json, path, code) => {
    const { status, body } = await sample.ask('POST', '/people', json);

    expect(status).toBe(422);
    expect(body.issues).toMatchObject([{ path, code }]);
  });

  test.each([
    ['an array', '[]'],
    ['a string', '"ada"'],
    ['null', 'null'],
    ['what is no JSON', '{"name":'],
  ])('answers 400 to %s', async (_case, json) => {
    const { status } = await sample.ask('POST', '/people', json);

    expect(status).toBe(400);
  });

  test('stores, audits and indexes nothing of a person who is refused', async () => {
    await sample.ask('POST', '/people', { name: 'ada', email: 7 });

    expect(await sample.stored('people')).toEqual([]);
    expect(await sample.stored('audit')).toEqual([]);
    expect(await sample.stored('search')).toEqual([]);
  });

  test('answers 409 when another person has the e-mail address, and does not repeat it', async () => {
    await sample.createPerson({ name: 'ada', email: 'ada@example.org' });

    const { status, body, text } = await sample.ask('POST', '/people', {
      name: 'bob',
      email: 'ada@example.org',
    });

    expect(status).toBe(409);
    expect(body).toEqual({
      statusCode: 409,
      error: 'DUPLICATE_KEY',
      message: 'Person was not written',
      fields: ['email'],
    });
    expect(text).not.toContain('example.org');
  });
});

test.each(['GET', 'PATCH', 'DELETE'])('%s /people/:id answers 400 to what is no ObjectId', async (method) => {
  const body = method === 'PATCH' ? { name: 'ada' } : undefined;

  expect((await sample.ask(method, '/people/1', body)).status).toBe(400);
});

describe('PATCH /people/:id', () => {
  test('answers 200 with the renamed person', async () => {
    const id = await sample.createPerson({ name: 'ada' });

    const { status, body } = await sample.ask('PATCH', `/people/${id.toHexString()}`, { name: 'ada king' });

    expect(status).toBe(200);
    expect(body).toEqual({ id: id.toHexString(), name: 'ADA KING', tags: [] });
  });

  test('stores the name and leaves the rest alone', async () => {
    const id = await sample.createPerson({ name: 'ada', tags: ['science'] });
    await sample.db.collection('people').updateOne({ _id: id }, { $set: { undeclared: 1 } });

    await sample.ask('PATCH', `/people/${id.toHexString()}`, { name: 'ada king', tags: [] });

    expect(await sample.stored('people')).toEqual([
      { _id: id, name: 'ADA KING', tags: ['science'], undeclared: 1 },
    ]);
  });

  test('lets the search index follow', async () => {
    const id = await sample.createPerson({ name: 'ada lovelace' });

    await sample.ask('PATCH', `/people/${id.toHexString()}`, { name: 'ada king' });

    expect(await sample.stored('search')).toEqual([{ _id: id, words: ['ada', 'king'], hits: 0 }]);
  });

  test.each([
    ['a name that is no string', { name: 5 }, 'type'],
    ['no name', {}, 'required'],
  ])('answers 422 to %s and stores nothing', async (_case, values, code) => {
    const id = await sample.createPerson({ name: 'ada' });

    const { status, body } = await sample.ask('PATCH', `/people/${id.toHexString()}`, values);

    expect(status).toBe(422);
    expect(body.issues).toMatchObject([{ path: 'name', code }]);
    expect(await sample.stored('people')).toEqual([{ _id: id, name: 'ADA', tags: [] }]);
  });

  test('answers 404 when nobody has the id', async () => {
    expect(
      (await sample.ask('PATCH', `/people/${new ObjectId().toHexString()}`, { name: 'ada' })).status,
    ).toBe(404);
  });

  test('answers 409 when somebody else deletes the person meanwhile, and does not bring it back', async () => {
    const id = await sample.createPerson({ name: 'ada' });
    const deleteIt = () => sample.db.collection('people').deleteOne({ _id: id });
    using _undo = sample.app.get(SignalBus).connect(preSave, Person, deleteIt);

    const { status, body } = await sample.ask('PATCH', `/people/${id.toHexString()}`, { name: 'ada king' });

    expect(status).toBe(409);
    expect(body).toEqual({ statusCode: 409, error: 'STALE_DOCUMENT', message: 'Person was not saved' });
    expect(await sample.stored('people')).toEqual([]);
  });
});

describe('DELETE /people/:id', () => {
  test('answers 204 without a body', async () => {
    const id = await sample.createPerson({ name: 'ada' });

    expect(await sample.ask('DELETE', `/people/${id.toHexString()}`)).toEqual({
      status: 204,
      body: undefined,
      text: '',
    });
  });

  test('deletes the person and the words of the search index', async () => {
    const id = await sample.createPerson({ name: 'ada' });

    await sample.ask('DELETE', `/people/${id.toHexString()}`);

    expect(await sample.stored('people')).toEqual([]);
    expect(await sample.stored('search')).toEqual([]);
  });

  test('answers 404 when nobody has the id', async () => {
    expect((await sample.ask('DELETE', `/people/${new ObjectId().toHexString()}`)).status).toBe(404);
  });

  test('hands on the 403 of the listener that protects a person', async () => {
    const id = await sample.createPerson({ name: 'ada', tags: ['protected'] });

    const { status, body } = await sample.ask('DELETE', `/people/${id.toHexString()}`);

    expect(status).toBe(403);
    expect(body).toEqual({ statusCode: 403, error: 'Forbidden', message: 'This person is protected' });
  });

  test('keeps a protected person and its words', async () => {
    const id = await sample.createPerson({ name: 'ada', tags: ['protected'] });

    await sample.ask('DELETE', `/people/${id.toHexString()}`);

    expect(await sample.stored('people')).toEqual([{ _id: id, name: 'ADA', tags: ['protected'] }]);
    expect(await sample.stored('search')).toEqual([{ _id: id, words: ['ada'], hits: 0 }]);
  });
});
