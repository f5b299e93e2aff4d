import { Injectable } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentRepository, QuerySet } from 'nestjs-documents';
import { InvalidQueryError, not, oneOf, repositoryOf } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Cat, Guest, Note, Pet } from './world.js';

@Injectable()
class GuestRepository extends repositoryOf(Guest) {
  adults(): QuerySet<Guest> {
    return this.find({ age: oneOf([20, 36]) }).sort({ name: 'asc' });
  }

  from(city: string): QuerySet<Guest> {
    return this.find({ 'address.city': city });
  }

  tagged(tag: string): QuerySet<Guest> {
    return this.find({ tags: tag });
  }
}

describe('QuerySet.filter', () => {
  let world: IntegrationApp;
  let guests: GuestRepository;
  let plain: DocumentRepository<Guest>;
  const names = async (set: QuerySet<Guest>) =>
    (await set.sort({ name: 1 }).toArray()).map(({ name }) => name);

  beforeAll(async () => {
    world = await openApp([Guest, Note, Pet, Cat], [GuestRepository]);
    guests = world.app.get(GuestRepository);
    plain = world.repository(Guest);
    await world.db.collection('guests').insertMany([
      { n: 'Ada', age: 36, address: { c: 'Rome' }, tags: ['a', 'b'] },
      { n: 'Bob', age: 20, address: { c: 'Rome' }, tags: ['b'] },
      { n: 'Cid', age: 20, address: { c: 'Oslo' }, tags: ['a'] },
      { n: 'Dan', age: 9, address: { c: 'Rome' }, tags: [] },
    ]);
  });
  afterAll(() => world.close());

  test('narrows by a further filter, on another path and on the same one', async () => {
    expect(await names(plain.find({ age: 20 }).filter({ 'address.city': 'Rome' }))).toEqual(['Bob']);
    expect(await names(plain.find({ tags: 'a' }).filter({ tags: 'b' }))).toEqual(['Ada']);
    expect(await names(plain.find({ age: 20 }).filter({ age: 36 }))).toEqual([]);
    expect(
      await names(
        plain
          .find({ age: not(9) })
          .filter({ age: not(20) })
          .filter({}),
      ),
    ).toEqual(['Ada']);
  });

  test('leaves the query set that it narrows as it was', async () => {
    const rome = guests.from('Rome');
    expect(await rome.filter({ age: 9 }).count()).toBe(1);
    expect(await rome.count()).toBe(3);
  });

  test('composes the scopes of a custom repository', async () => {
    expect(await names(guests.adults().filter(guests.from('Rome')))).toEqual(['Ada', 'Bob']);
    expect(await names(guests.tagged('a').filter(guests.tagged('b')).filter(guests.adults()))).toEqual([
      'Ada',
    ]);
  });

  test('takes query sets of the same class by another repository of it, and keeps its own form', async () => {
    const set = plain.find({ age: 20 }).select('name').limit(1);
    expect(await set.filter(guests.from('Oslo').select('age')).toArray()).toMatchObject([{ name: 'Cid' }]);
    expect(await guests.adults().plain().filter(guests.from('Oslo').plain()).count()).toBe(1);
  });

  test('keeps deleted documents out, and those of other classes', async () => {
    const notes = world.repository(Note);
    await notes.delete(await notes.create({ text: 'x' }));
    expect(await notes.find({}).filter({ text: 'x' }).count()).toBe(0);
    expect(
      await notes
        .find({})
        .filter({ deletedAt: not<Date | null>(null) })
        .count(),
    ).toBe(0);
    await world.repository(Pet).create({ name: 'Tom' });
    await world.repository(Cat).create({ name: 'Tom', lives: 9 });
    expect(await world.repository(Cat).find({ name: 'Tom' }).filter({ name: 'Tom' }).count()).toBe(1);
  });

  test('refuses query sets of other repositories, and those with skip or limit', async () => {
    const others = world.repository(Pet).find({}) as unknown as QuerySet<Guest>;
    for (const other of [others, guests.adults().limit(1), guests.adults().skip(1)])
      expect(await errorOf(() => plain.find({}).filter(other))).toBeInstanceOf(InvalidQueryError);
  });

  test.each([
    [undefined],
    [null],
    ['x'],
    [5],
    [[]],
    [{ age: undefined }],
    [{ nobody: 1 }],
    [{ age: { $gt: 1 } }],
  ])('refuses %j before anything is sent', async (given) => {
    const read = async () =>
      plain
        .find({})
        .filter(given as never)
        .toArray();
    expect((await errorOf(read))?.code).toMatch(/INVALID_FILTER|UNKNOWN_PATH|OPERATOR_NOT_ALLOWED/);
    expect(await world.commandsOf(read)).toEqual([]);
  });
});
