import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentRepository } from 'nestjs-documents';
import { DecodeError, UnknownPathError, postLoad, preInit } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Cat, Guest, Note, Pet, ada, bob } from './world.js';

describe('Values instead of documents', () => {
  let world: IntegrationApp;
  let guests: DocumentRepository<Guest>;
  const adas = () => guests.find({ id: ada._id });

  beforeAll(async () => {
    world = await openApp([Guest, Note, Pet, Cat]);
    guests = world.repository(Guest);
    await world.db.collection('guests').insertMany([{ ...ada }, { ...bob }]);
  });
  afterAll(() => world.close());

  describe('plain', () => {
    test('gives plain objects with field names, at every depth, and values of their kinds', async () => {
      const [found] = await adas().addSelect('secret').plain().toArray();
      expect(found).toStrictEqual({
        ...{ id: ada._id, name: 'Ada', age: 36, address: { city: 'London', zip: 1, country: 'England' } },
        others: [
          { city: 'Rome', zip: 2 },
          { city: 'Oslo', zip: 3, country: 'Norway' },
        ],
        scores: { go: 3, chess: 5 },
        places: { home: { city: 'Bath', zip: 4 }, work: { city: 'York', zip: 5 } },
        tags: ['a', 'b'],
        extra: { size: { w: 1, h: 2 }, note: 'x' },
        ...{ secret: 'hidden', status: 'old' },
        ...{ born: ada.born, steps: 2n ** 60n, price: ada.price, code: ada.code, photo: ada.photo },
      });
    });

    test('leaves out what is not stored, and fields with { select: false }', async () => {
      expect(await guests.find({}).sort({ name: 'desc' }).plain().first()).toStrictEqual({
        id: bob._id,
        name: 'Bob',
      });
      expect(await adas().plain().getFirst()).not.toHaveProperty('secret');
    });

    test('is JSON', async () => {
      const found = await adas().select('name', 'address', 'scores', 'born').plain().getFirst();
      expect(JSON.parse(JSON.stringify(found))).toEqual({
        ...{ id: ada._id.toHexString(), name: 'Ada', born: '1815-12-10T00:00:00.000Z' },
        address: { city: 'London', zip: 1, country: 'England' },
        scores: { go: 3, chess: 5 },
      });
    });

    test('combines with select and omit, without what only documents need', async () => {
      const notes = world.repository(Note);
      const { id } = await notes.create({ text: 'x', size: 1, more: new Map([['colour', 'red']]) });
      expect(await notes.find({}).plain().toArray()).toStrictEqual([
        { id, text: 'x', size: 1, version: 1, more: { colour: 'red' } },
      ]);
      expect(await notes.find({}).select('text').plain().toArray()).toStrictEqual([{ id, text: 'x' }]);
      expect(await notes.find({}).omit('id', 'version', 'more.colour').plain().toArray()).toStrictEqual([
        { text: 'x', size: 1 },
      ]);
      await world.db.collection('notes').deleteMany({});
    });

    test('has keys such as __proto__ as its own', async () => {
      const notes = world.db.collection('notes');
      await notes.insertOne({ more: { ['__proto__']: { bad: true } }, constructor: 1 });
      const [found] = await world.repository(Note).find({}).plain().toArray();
      const more = found!.more as Record<string, any>;
      expect([Object.keys(more), Object.keys(more['more']), ({} as any).bad]).toEqual([
        ['more', 'constructor'],
        ['__proto__'],
        undefined,
      ]);
      expect(Object.getPrototypeOf(more['more'])).toBe(Object.prototype);
      await notes.deleteMany({});
    });

    test('gives each class of a collection its fields, in a loop too', async () => {
      const { id } = await world.repository(Cat).create({ name: 'Tom', lives: 9 });
      const found: unknown[] = [];
      for await (const each of world.repository(Pet).find({}).plain()) found.push(each);
      expect(found).toStrictEqual([{ id, name: 'Tom', lives: 9 }]);
    });

    test('sends no signals', async () => {
      const heard: unknown[] = [];
      const receiver = () => void heard.push('heard');
      await withReceiver(world.bus, { signal: preInit, sender: Guest, receiver }, () =>
        withReceiver(world.bus, { signal: postLoad, sender: Guest, receiver }, async () => {
          await adas().plain().toArray();
          await adas().plain().first();
          await adas().pluck('name');
          await adas().distinct('name');
        }),
      );
      expect(heard).toEqual([]);
    });

    test('goes on with sort, skip, limit and filter', async () => {
      const plain = guests.find({}).select('name').plain().sort({ name: 'desc' });
      expect(await plain.skip(1).limit(1).toArray()).toEqual([{ id: ada._id, name: 'Ada' }]);
      expect(await plain.filter({ name: 'Bob' }).count()).toBe(1);
    });
  });

  describe('pages', () => {
    test('give plain objects, without what only the cursors need', async () => {
      const set = guests.find({}).select('address.city').sort({ 'address.zip': 'desc' }).plain();
      const page = await set.page({ first: 1 });
      expect(page.items).toStrictEqual([{ id: ada._id, address: { city: 'London' } }]);
      const next = await set.page({ first: 1, after: page.endCursor! });
      expect([next.items, next.hasNext]).toStrictEqual([[{ id: bob._id }], false]);
      expect((await set.page({ number: 2, size: 1 })).items).toStrictEqual([{ id: bob._id }]);
    });

    test('of documents with a part of a field are read-only', async () => {
      const { items } = await guests
        .find({})
        .select('address.city')
        .sort({ 'address.zip': 'desc' })
        .page({ first: 1 });
      expect(items[0]!.address).toEqual({ city: 'London', zip: undefined, country: undefined });
      expect(await errorOf(() => guests.save(items[0] as Guest))).toMatchObject({
        code: 'READ_ONLY_DOCUMENT',
      });
    });
  });

  describe('pluck', () => {
    test.each<[string, unknown[]]>([
      ['name', ['Ada', 'Bob']],
      ['age', [36, undefined]],
      ['address', [{ city: 'London', zip: 1, country: 'England' }, undefined]],
      ['address.city', ['London', undefined]],
      ['others.city', [['Rome', 'Oslo'], undefined]],
      ['others.country', [['Norway'], undefined]],
      ['scores', [{ go: 3, chess: 5 }, undefined]],
      ['scores.go', [3, undefined]],
      ['places.home.city', ['Bath', undefined]],
      ['extra.size.w', [1, undefined]],
      ['secret', ['hidden', undefined]],
      ['born', [ada.born, undefined]],
      ['steps', [2n ** 60n, undefined]],
      ['price', [ada.price, undefined]],
      ['code', [ada.code, undefined]],
      ['photo', [ada.photo, undefined]],
    ])('reads %s of each document, in order', async (path, expected) => {
      expect(
        await guests
          .find({})
          .sort({ name: 'asc' })
          .pluck(path as 'name'),
      ).toEqual(expected);
    });

    test('asks for that path only, by one command', async () => {
      const [find, ...others] = await world.commandsOf(() => guests.find({}).limit(5).pluck('address.city'));
      expect(others).toEqual([]);
      expect(find?.command).toMatchObject({ projection: { _id: 1, 'address.c': 1 }, limit: 5 });
    });
  });

  describe('distinct', () => {
    test.each<[string, unknown[]]>([
      ['name', ['Ada', 'Bob']],
      ['tags', ['a', 'b']],
      ['tags.0', ['a']],
      ['address.city', ['London']],
      ['address', [{ city: 'London', zip: 1, country: 'England' }]],
      ['scores.go', [3]],
      ['id', [ada._id, bob._id]],
      ['born', [ada.born]],
      ['steps', [2n ** 60n]],
      ['price', [ada.price]],
      ['code', [ada.code]],
      ['photo', [ada.photo]],
    ])('reads the different values of %s', async (path, expected) => {
      const found = await guests.find({}).distinct(path as 'name');
      expect(found).toHaveLength(expected.length);
      expect(found).toEqual(expect.arrayContaining(expected));
      expect(await guests.distinct(path as 'name')).toEqual(found);
    });

    test('looks into lists (needs a server whose distinct does)', async ({ skip }) => {
      const byDriver = await world.db.collection('guests').distinct('others.c');
      skip(byDriver.length === 0, 'the server does not look into lists of objects');
      expect((await guests.distinct('others.city')).sort()).toEqual(['Oslo', 'Rome']);
    });

    test('looks at the documents that match, deleted ones left out', async () => {
      expect(await guests.distinct('name', { age: 36 })).toEqual(['Ada']);
      const notes = world.repository(Note);
      await notes.create({ text: 'kept' });
      await notes.delete(await notes.create({ text: 'gone' }));
      expect(await notes.distinct('text')).toEqual(['kept']);
      expect(await notes.find().withDeleted().distinct('text')).toHaveLength(2);
    });

    test('is refused after skip and limit, and for a path that there is not', async () => {
      for (const read of [
        () => guests.find({}).limit(1).distinct('name'),
        () => guests.find({}).skip(0).distinct('name'),
      ])
        expect(await errorOf(read)).toMatchObject({ code: 'INVALID_QUERY' });
      expect(await errorOf(() => guests.distinct('nobody' as 'name'))).toBeInstanceOf(UnknownPathError);
    });
  });

  test('values that do not fit are errors, or left out', async () => {
    await world.db.collection('guests').insertOne({ n: 'Odd', age: 'old', kind: 1 });
    const odd = guests.find({ name: 'Odd' });
    for (const read of [
      () => odd.plain().toArray(),
      () => odd.plain().first(),
      () => odd.pluck('age'),
      () => odd.distinct('age'),
    ])
      expect(await errorOf(read)).toBeInstanceOf(DecodeError);
    const skipped = odd.onUnreadable('skip');
    expect([
      await skipped.plain().toArray(),
      await skipped.plain().first(),
      await skipped.pluck('age'),
      await skipped.distinct('age'),
    ]).toEqual([[], null, [], []]);
  });
});
