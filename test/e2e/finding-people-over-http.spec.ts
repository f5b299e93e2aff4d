import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { startSampleApp, type SampleApp } from '../support/world/sample-app.js';

let sample: SampleApp;

beforeAll(async () => {
  sample = await startSampleApp();
});
beforeEach(() => sample.clear());
afterAll(() => sample.stop());

const namesOf = (people: { name: string }[]) => people.map(({ name }) => name);

describe('GET /people', () => {
  beforeEach(async () => {
    await sample.createPerson({ name: 'grace hopper', tags: ['navy'] });
    await sample.createPerson({
      name: 'ada lovelace',
      tags: ['science', 'poetry'],
      address: { street: 'a', city: 'London' },
    });
    await sample.createPerson({ name: 'ada yonath', tags: ['science'] });
  });

  test.each([
    ['everybody, by name', '', ['ADA LOVELACE', 'ADA YONATH', 'GRACE HOPPER']],
    ['who has a word in the name', '?search=Ada', ['ADA LOVELACE', 'ADA YONATH']],
    ['who has all words in the name', '?search=yonath%20ada', ['ADA YONATH']],
    ['nobody for a part of a word', '?search=love', []],
    ['nobody for no word at all', '?search=', []],
    ['who has a tag', '?tag=science', ['ADA LOVELACE', 'ADA YONATH']],
    ['who has the word and the tag', '?search=lovelace&tag=science', ['ADA LOVELACE']],
    ['nobody where the word and the tag are of two people', '?search=grace&tag=science', []],
    ['who has a value at another path', '?address.city=London', ['ADA LOVELACE']],
  ])('finds %s', async (_case, query, names) => {
    const { status, body } = await sample.ask('GET', `/people${query}`);

    expect(status).toBe(200);
    expect(namesOf(body)).toEqual(names);
  });

  test.each([
    ['a path that the class has not', '?salary=1', 'UNKNOWN_PATH'],
    ['an operator', '?$where=1', 'OPERATOR_NOT_ALLOWED'],
    ['a value that does not fit', '?id=1', 'INVALID_FILTER'],
  ])('answers 400 to %s', async (_case, query, error) => {
    const { status, body } = await sample.ask('GET', `/people${query}`);

    expect(status).toBe(400);
    expect(body).toEqual({ statusCode: 400, error, message: expect.any(String) });
  });

  test('answers 400 to an operator in brackets', async () => {
    const { status } = await sample.ask('GET', '/people?name[$ne]=x');

    expect(status).toBe(400);
  });
});

describe('GET /people/:id', () => {
  test('answers 200 with the person', async () => {
    const id = await sample.createPerson({ name: 'ada', address: { street: 'Main Street 1' } });

    const { status, body } = await sample.ask('GET', `/people/${id.toHexString()}`);

    expect(status).toBe(200);
    expect(body).toEqual({
      id: id.toHexString(),
      name: 'ADA',
      address: { street: 'Main Street 1' },
      tags: [],
    });
  });

  test('answers 404 when nobody has the id', async () => {
    const { status, body } = await sample.ask('GET', `/people/${new ObjectId().toHexString()}`);

    expect(status).toBe(404);
    expect(body).toEqual({
      statusCode: 404,
      error: 'DOCUMENT_NOT_FOUND',
      message: 'getById found no Person',
    });
  });
});
