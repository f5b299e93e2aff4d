import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { InvalidQueryError, UnknownPathError, not, oneOf, postInit } from 'nestjs-documents';
import type { DocumentRepository, DocumentFilter, QuerySet } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Address, Person } from '../../support/world/integration-people.js';

describe('DocumentRepository.find', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const names = async (query: QuerySet<Person>) =>
    (await query.sort({ name: 1 }).toArray()).map(({ name }) => name);

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
    await world.db.collection('people').insertMany([
      { name: 'Ada', age: 36, tags: ['a', 'b'], e_mail: 'ada@x', address: { st: 'Main', city: 'Rome' } },
      { name: 'Bob', age: 20, tags: ['b'], others: [{ st: 'Main' }, { st: 'Side' }], nickname: null },
      { name: 'Cid', age: 20, tags: [], scores: { go: 3 }, notes: { deep: { x: 1 } }, nickname: 'C' },
      { name: 'Dan', tags: ['d'], address: { st: 'Side' } },
    ]);
  });
  afterAll(() => world.close());

  test('sends nothing before it is read', async () => {
    expect(await world.commandsOf(() => void people.find({}).sort({ name: 'asc' }).limit(1))).toEqual([]);
  });

  describe('finds', () => {
    test.each<[string, DocumentFilter<Person>, string[]]>([
      ['all documents for {}', {}, ['Ada', 'Bob', 'Cid', 'Dan']],
      ['by a value', { name: 'Bob' }, ['Bob']],
      ['by several values, which must all hold', { age: 20, nickname: 'C' }, ['Cid']],
      ['by a field that has a key of its own', { email: 'ada@x' }, ['Ada']],
      ['by a path into an embedded document', { 'address.street': 'Main' }, ['Ada']],
      [
        'by a whole embedded document',
        { address: Object.assign(new Address(), { street: 'Side' }) },
        ['Dan'],
      ],
      ['by an element of an array', { tags: 'b' }, ['Ada', 'Bob']],
      ['by a whole array', { tags: ['b'] }, ['Bob']],
      ['by an index', { 'tags.0': 'b' }, ['Bob']],
      ['by a path through an array', { 'others.street': 'Side' }, ['Bob']],
      ['by a path through an index', { 'others.0.street': 'Side' }, []],
      ['by an entry of a map', { 'scores.go': 3 }, ['Cid']],
      ['by a path into an untyped field', { 'notes.deep.x': 1 }, ['Cid']],
      ['null and absent by null', { nickname: null }, ['Ada', 'Bob', 'Dan']],
      ['by oneOf', { name: oneOf(['Ada', 'Dan', 'Eve']) }, ['Ada', 'Dan']],
      ['none by an empty oneOf', { name: oneOf([]) }, []],
      ['by not', { age: not(20) }, ['Ada', 'Dan']],
      ['by not null', { nickname: not<string | null>(null) }, ['Cid']],
      ['by not oneOf', { name: not(oneOf(['Ada', 'Bob'])) }, ['Cid', 'Dan']],
    ])('%s', async (_, filter, expected) => {
      expect(await names(people.find(filter))).toEqual(expected);
    });
  });

  describe('sort', () => {
    test('sorts by paths, the first one first', async () => {
      const found = await people.find({}).sort({ age: 'desc', name: 'desc' }).toArray();
      expect(found.map(({ name }) => name)).toEqual(['Ada', 'Cid', 'Bob', 'Dan']);
    });

    test('sorts by stored keys, in the order given', async () => {
      const [find] = await world.commandsOf(() =>
        people.find({}).sort({ email: 1, 'address.street': -1 }).toArray(),
      );
      expect([...(find?.command['sort'] as Map<string, number>)]).toEqual([
        ['e_mail', 1],
        ['address.st', -1],
      ]);
    });

    test('replaces an earlier sort', async () => {
      const first = await people.find({}).sort({ age: 1 }).sort({ name: -1 }).first();
      expect(first?.name).toBe('Dan');
    });

    test.each<[string, unknown]>([
      ['an unknown direction', { name: 'up' }],
      ['an operator as direction', { name: { $meta: 'textScore' } }],
      ['undefined as direction', { name: undefined }],
      ['null', null],
      ['undefined', undefined],
      ['a string', 'name'],
      ['a list', [['name', 1]]],
    ])('throws InvalidQueryError for %s', async (_, sort) => {
      expect(await errorOf(() => people.find({}).sort(sort as never))).toBeInstanceOf(InvalidQueryError);
    });

    test.each(['_id', 'e_mail', 'nobody', '$natural', 'name.x', '__proto__', ''])(
      'throws UnknownPathError for the path "%s"',
      async (path) => {
        const sort = JSON.parse(`{"${path}":1}`);
        expect(await errorOf(() => people.find({}).sort(sort))).toBeInstanceOf(UnknownPathError);
      },
    );
  });

  describe('skip and limit', () => {
    test('leave out the first documents, and end after so many', async () => {
      expect(await names(people.find({}).skip(1).limit(2))).toEqual(['Bob', 'Cid']);
    });

    test('skip 0 leaves out none', async () => {
      expect(await names(people.find({}).skip(0).limit(1))).toEqual(['Ada']);
    });

    test.each([
      ['skip', -1],
      ['skip', 0.5],
      ['skip', NaN],
      ['skip', '1' as never],
      ['limit', 0],
      ['limit', -1],
      ['limit', Infinity],
      ['limit', { $gt: 0 } as never],
    ] as const)('%s throws InvalidQueryError for %O', async (method, count) => {
      expect(await errorOf(() => people.find({})[method](count))).toBeInstanceOf(InvalidQueryError);
    });
  });

  describe('is immutable', () => {
    test('each method gives another query set, and leaves the first one as it was', async () => {
      const all = people.find({});
      const refined = [all.sort({ name: -1 }), all.skip(3), all.limit(1)];
      expect(new Set([all, ...refined]).size).toBe(4);
      expect(await all.count()).toBe(4);
    });

    test('it is frozen', () => {
      expect(Object.isFrozen(people.find({}))).toBe(true);
    });

    test('its filter does not change with the object that it was made of', async () => {
      const filter: { name: string } = { name: 'Ada' };
      const query = people.find(filter);
      filter.name = 'Bob';
      expect(await names(query)).toEqual(['Ada']);
    });

    test('it can be read more than once', async () => {
      const query = people.find({ name: 'Ada' });
      expect([(await query.toArray()).length, await query.count(), (await query.toArray()).length]).toEqual([
        1, 1, 1,
      ]);
    });
  });

  describe('first', () => {
    test('gives the first document, and asks for no more', async () => {
      const [find] = await world.commandsOf(() => people.find({}).sort({ name: -1 }).first());
      expect(find?.command).toMatchObject({ find: 'people', limit: 1 });
      expect((await people.find({}).sort({ name: -1 }).skip(1).first())?.name).toBe('Cid');
    });

    test('gives null if there is none', async () => {
      expect(await people.find({ name: 'Eve' }).first()).toBeNull();
    });
  });

  describe('count', () => {
    test('counts without loading, skip and limit taken into account', async () => {
      using recorder = new SignalRecorder(world.bus);
      expect(await people.find({ age: 20 }).count()).toBe(2);
      expect(await people.find({}).skip(1).limit(2).count()).toBe(2);
      expect(await people.find({}).skip(3).count()).toBe(1);
      expect(recorder.names).toEqual([]);
    });
  });

  describe('signals', () => {
    test('preInit and postInit are sent for each document that is read, with the origin find', async () => {
      using recorder = new SignalRecorder(world.bus);
      await people
        .find({ name: oneOf(['Cid', 'Dan']) })
        .sort({ name: 1 })
        .toArray();
      expect(recorder.names).toEqual([
        'Person.preInit',
        'Person.postInit',
        'Address.preInit',
        'Address.postInit',
        'Person.preInit',
        'Person.postInit',
        'Person.postLoad',
      ]);
      expect(recorder.sent[0]?.payload).toMatchObject({ origin: 'find', created: false });
    });

    test('what postInit changes is no stored value: the next save writes it', async () => {
      const _id = new ObjectId();
      await world.db.collection('people').insertOne({ _id, name: 'Eve', status: 'x', tags: [] });
      const receiver = ({ document }: { document: Person }) => void (document.status = 'seen');
      const eve = await withReceiver(world.bus, { signal: postInit, sender: Person, receiver }, () =>
        people.find({ name: 'Eve' }).first(),
      );
      const [update] = await world.commandsOf(() => people.save(eve!));
      await world.db.collection('people').deleteOne({ _id });
      expect(update?.command['updates'][0].u).toEqual({ $set: { status: 'seen' } });
    });
  });
});
