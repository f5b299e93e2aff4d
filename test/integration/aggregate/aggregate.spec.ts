import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import type { DocumentRepository } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';

describe('DocumentRepository.aggregate', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
    await world.db.collection('people').insertMany([
      {
        _id: new ObjectId('0'.repeat(24)),
        name: 'Ada',
        age: 36,
        tags: ['a', 'b'],
        e_mail: 'ada@x',
        address: { st: 'Main', city: 'Rome' },
      },
      {
        name: 'Bob',
        age: 20,
        tags: ['b'],
        others: [{ st: 'Main' }, { st: 'Side' }],
        address: { st: 'Main' },
      },
      { name: 'Cid', age: 20, tags: [], scores: { go: 3 }, address: { st: 'Side', city: null } },
      { name: 'Dan', tags: ['d'], address: { st: 'Side' } },
    ]);
  });
  afterAll(() => world.close());

  test('groups what matches', async () => {
    const rows = await people
      .aggregate()
      .match({ 'address.street': 'Side' })
      .group({ street: 'address.street', city: 'address.city' }, (e) => ({
        count: e.count(),
        total: e.sum('age'),
        doubled: e.sum(e.multiply(e.field('age'), 2)),
        tags: e.push('tags'),
        first: e.first('address'),
        scores: e.max('scores'),
      }))
      .sort({ street: 'asc' })
      .toArray();

    expect(rows).toEqual([
      {
        street: 'Side',
        city: null,
        count: 2,
        total: 20,
        doubled: 40,
        tags: [[], ['d']],
        first: { street: 'Side', city: null },
        scores: new Map([['go', 3]]),
      },
    ]);
  });
});
