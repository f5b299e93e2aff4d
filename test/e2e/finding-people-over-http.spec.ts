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
    ['who has a tag', '?tags=science', ['ADA LOVELACE', 'ADA YONATH']],
    ['who has one of two tags', '?tags=navy&tags=poetry', ['ADA LOVELACE', 'GRACE HOPPER']],
    ['who has a part of a name', '?name[contains]=love', ['ADA LOVELACE']],
    ['who lives in one of two cities', '?address.city[in]=London,Paris', ['ADA LOVELACE']],
    ['everybody, in another order', '?sort=-name', ['GRACE HOPPER', 'ADA YONATH', 'ADA LOVELACE']],
    ['a page', '?page=2&size=2', ['GRACE HOPPER']],
    ['who has the word and the tag', '?search=lovelace&tags=science', ['ADA LOVELACE']],
    ['nobody where the word and the tag are of two people', '?search=grace&tags=science', []],
    ['who has a value at another path', '?address.city=London', ['ADA LOVELACE']],
  ])('finds %s', async (_case, query, names) => {
    const { status, body } = await sample.ask('GET', `/people${query}`);

    expect(status).toBe(200);
    expect(namesOf(body.items)).toEqual(names);
  });

  test('has the number of pages with a page', async () => {
    const { body } = await sample.ask('GET', '/people?page=2&size=2');

    expect(body).toMatchObject({ number: 2, size: 2, total: 3, pages: 2 });
  });

  test.each([
    ['a path that the class has not', '?salary=1', ['salary', 'unknown_parameter']],
    ['a path that is not listed', '?email=a', ['email', 'unknown_parameter']],
    ['an operator', '?$where=1', ['(6 characters)', 'unknown_parameter']],
    ['an operator in brackets', '?name[$ne]=x', ['name', 'operator']],
    ['an operator that is not listed', '?name[ne]=x', ['name[ne]', 'operator']],
    ['a value that does not fit', '?id=1', ['id', 'type']],
    ['a sort by a path that is not listed', '?sort=email', ['sort', 'sort']],
    ['page 0', '?page=0', ['page', 'min']],
    ['a page that is too long', '?size=1000', ['size', 'max']],
  ])('answers 400 to %s', async (_case, query, [path, code]) => {
    const { status, body } = await sample.ask('GET', `/people${query}`);

    expect(status).toBe(400);
    expect(body).toMatchObject({ statusCode: 400, error: 'INVALID_REQUEST', issues: [{ path, code }] });
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
