import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentRepository } from 'nestjs-documents';
import { ReadOnlyDocumentError, UnknownPathError, postInit } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Cat, Guest, Note, Pet, Place, ada, bob } from './world.js';

/** The fields of a document that are not undefined. */
const present = (document: object | null): object =>
  Object.fromEntries(Object.entries(document ?? {}).filter(([, value]) => value !== undefined));

describe('Paths inside fields', () => {
  let world: IntegrationApp;
  let guests: DocumentRepository<Guest>;
  const adas = () => guests.find({ id: ada._id });
  const projectionOf = async (work: () => Promise<unknown>) =>
    (await world.commandsOf(work))[0]?.command['projection'];

  beforeAll(async () => {
    world = await openApp([Guest, Note, Pet, Cat]);
    guests = world.repository(Guest);
    await world.db.collection('guests').insertMany([{ ...ada }, { ...bob }]);
  });
  afterAll(() => world.close());

  describe('select', () => {
    test('asks the server for them by key, and for the id', async () => {
      const read = () =>
        adas()
          .select('name', 'address.city', 'others.zip', 'scores.go', 'places.home.city', 'extra.size.w')
          .first();
      expect(await projectionOf(read)).toEqual({
        ...{ _id: 1, n: 1, 'address.c': 1, 'others.zip': 1 },
        ...{ 'scores.go': 1, 'places.home.c': 1, 'extra.size.w': 1 },
      });
    });

    test('gives instances with these parts, without what their classes initialise', async () => {
      const found = await adas()
        .select('name', 'address.city', 'others.zip', 'scores.go', 'places.home.city', 'extra.size.w')
        .getFirst();
      expect(found).toBeInstanceOf(Guest);
      expect(found.address).toBeInstanceOf(Place);
      expect(present(found)).toEqual({
        ...{ id: ada._id, name: 'Ada' },
        address: { city: 'London', zip: undefined, country: undefined },
        others: [
          { city: undefined, zip: 2, country: undefined },
          { city: undefined, zip: 3, country: undefined },
        ],
        scores: new Map([['go', 3]]),
        places: new Map([['home', { city: 'Bath', zip: undefined, country: undefined }]]),
        extra: { size: { w: 1 } },
      });
    });

    test('gives the initial value of a field of which nothing is stored', async () => {
      const found = await guests.find({ id: bob._id }).select('others.zip', 'address.city').getFirst();
      expect(present(found)).toEqual({ id: bob._id, others: [] });
    });

    test.each([
      ['the wider first', ['address', 'address.city']],
      ['the wider last', ['address.city', 'address.zip', 'address']],
    ])('counts the wider one of two: %s', async (_, paths) => {
      const query = guests.find({ id: ada._id }).select(...(paths as ['address', 'address.city']));
      expect(await projectionOf(() => query.first())).toEqual({ _id: 1, address: 1 });
      const found = (await query.getFirst()) as unknown as Guest;
      expect(found.address).toEqual({ city: 'London', zip: 1, country: 'England' });
      found.address!.zip = 9;
      expect(await errorOf(() => guests.save(found))).toBeUndefined();
      await world.db.collection('guests').updateOne({ _id: ada._id }, { $set: { 'address.zip': 1 } });
    });

    test('does the same in a loop and while init signals are heard', async () => {
      const heard: unknown[] = [];
      const receiver = ({ document }: { document: object }) => void heard.push(document.constructor.name);
      const found: unknown[] = [];
      await withReceiver(world.bus, { signal: postInit, sender: Guest, receiver }, async () => {
        for await (const each of adas().select('address.city')) found.push(present(each));
      });
      expect(found).toEqual([
        { id: ada._id, address: { city: 'London', zip: undefined, country: undefined } },
      ]);
      expect(heard).toEqual(['Guest']);
    });

    test('names a field with { select: false }', async () => {
      expect(present(await adas().select('secret').first())).toEqual({ id: ada._id, secret: 'hidden' });
    });

    test('loads the class of a subclass, and undeclared keys by name', async () => {
      const cats = world.repository(Cat);
      await cats.create({ name: 'Tom', lives: 9 });
      const [pet] = await world.repository(Pet).find({}).select('name').toArray();
      expect(pet).toBeInstanceOf(Cat);
      const notes = world.db.collection('notes');
      await notes.insertOne({ text: 'x', version: 1, colour: 'red', other: 1 });
      const note = await world.repository(Note).find({}).select('more.colour').getFirst();
      expect(note.more).toEqual(new Map([['colour', 'red']]));
      await notes.deleteMany({});
    });

    test.each([
      'nobody',
      'address.nobody',
      'others.0.city',
      'tags.0',
      'address.',
      '.city',
      'scores.$x',
      'extra.__proto__',
      '',
      5,
      null,
    ])('refuses the path %j before anything is sent', async (path) => {
      for (const method of ['select', 'omit', 'pluck'] as const) {
        const read = async () => (guests.find({})[method] as (path: unknown) => any)(path);
        expect(await errorOf(read)).toBeInstanceOf(UnknownPathError);
        expect(await world.commandsOf(read)).toEqual([]);
      }
    });
  });

  describe.each<[string, () => Promise<object>]>([
    ['select', () => adas().select('name', 'address.city').getFirst()],
    ['omit', () => adas().omit('address.city').getFirst()],
  ])('a document with a part of a field, by %s,', (_, load) => {
    test.each<[string, (part: Guest) => unknown]>([
      ['save', (part) => guests.save(part)],
      ['delete', (part) => guests.delete(part)],
      ['reload', (part) => guests.reload(part)],
      ['changes', (part) => guests.changes(part)],
      ['assign', (part) => guests.assign(part, { name: 'Eve' })],
      ['insertMany', (part) => guests.insertMany([part])],
    ])('is read-only: %s is refused, and sends nothing', async (_method, work) => {
      const part = (await load()) as Guest;
      expect(await errorOf(() => work(part))).toBeInstanceOf(ReadOnlyDocumentError);
      expect(await world.commandsOf(() => work(part))).toEqual([]);
    });
  });

  describe('omit', () => {
    test('of fields asks for the others, and gives documents that can be saved', async () => {
      const query = adas().omit('extra', 'photo', 'tags');
      expect(await projectionOf(() => query.first())).toEqual({ secret: 0, extra: 0, photo: 0, tags: 0 });
      const found = await query.getFirst();
      expect([(found as Guest).tags, (found as Guest).extra, found.status]).toEqual([
        undefined,
        undefined,
        'old',
      ]);
      found.age = 37;
      const [update] = await world.commandsOf(() => guests.save(found));
      expect(update?.command['updates'][0].u).toEqual({ $set: { age: 37 } });
      const stored = await world.db.collection('guests').findOne({ _id: ada._id });
      expect(stored).toMatchObject({ tags: ['a', 'b'], secret: 'hidden', extra: ada.extra, age: 37 });
    });

    test('of paths gives what is beside them, without what their classes initialise', async () => {
      const found = await adas().omit('address.country', 'others', 'extra.size', 'places.work').getFirst();
      expect(found.address).toEqual({ city: 'London', zip: 1, country: undefined });
      expect(found.extra).toEqual({ note: 'x' });
      expect([...found.places!.keys()]).toEqual(['home']);
      expect([(found as Guest).others, (found as Guest).secret, found.name]).toEqual([
        undefined,
        undefined,
        'Ada',
      ]);
    });

    test('of no path, or of what writing needs, loads what is always loaded', async () => {
      const notes = world.repository(Note);
      const note = await notes.create({ text: 'x', size: 1 });
      expect(
        await projectionOf(() => notes.find({}).omit('id', 'version', 'deletedAt').toArray()),
      ).toBeUndefined();
      const found = await notes.find({}).omit('version').getFirst();
      expect(await guests.find({ id: ada._id }).omit().count()).toBe(1);
      expect(await notes.save(Object.assign(found, { text: 'y' }))).toMatchObject({
        id: note.id,
        version: 2,
      });
    });

    test('is kept to by a reload, with undeclared keys', async () => {
      const notes = world.repository(Note);
      const { id } = await notes.create({ text: 'x', size: 1, more: new Map([['colour', 'red']]) });
      const found = await notes.find({ id }).omit('size').getFirst();
      await world.db
        .collection('notes')
        .updateOne({ _id: id }, { $set: { text: 'y', size: 2, colour: 'blue' } });
      await notes.reload(found);
      expect({ ...found, version: undefined }).toMatchObject({
        text: 'y',
        more: new Map([['colour', 'blue']]),
      });
      expect((found as Note).size).toBeUndefined();
    });

    test('replaces an earlier select, and is replaced by one', async () => {
      expect(await projectionOf(() => adas().select('name').omit('tags').first())).toEqual({
        secret: 0,
        tags: 0,
      });
      expect(await projectionOf(() => adas().omit('tags').select('name').first())).toEqual({ _id: 1, n: 1 });
      expect(await projectionOf(() => adas().omit('tags').addSelect('secret').first())).toBeUndefined();
    });
  });
});
