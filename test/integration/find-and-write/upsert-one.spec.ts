import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  allOf,
  and,
  inc,
  oneOf,
  or,
  postUpdate,
  postWrite,
  push,
  raw,
  setOnInsert,
  unset,
  updateElements,
} from 'nestjs-documents';
import type { DocumentFilter, DocumentRepository, DocumentUpdate, Signal } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Invoice, Member, Place, Room, Visitor } from './upserts.js';

describe('upsertOne', () => {
  let world: IntegrationApp;
  let visitors: DocumentRepository<Visitor>;
  let members: DocumentRepository<Member>;
  let rooms: DocumentRepository<Room>;
  let undo: (() => void)[];
  const collection = () => world.db.collection('visitors');
  const connect = (signal: Signal<any, any>, receiver: (payload: any) => unknown): void => {
    undo.push(world.bus.connect(signal, undefined, receiver));
  };
  /** The stored visitor, without what differs from run to run. */
  const stored = async (): Promise<object> => {
    const [found, ...others] = await collection().find().toArray();
    expect(others).toEqual([]);
    const { _id, createdAt, updatedAt, ...rest } = found!;
    expect(_id).toBeInstanceOf(ObjectId);
    expect(createdAt).toBeInstanceOf(Date);
    expect(updatedAt).toBeInstanceOf(Date);
    return rest;
  };
  const fresh = { version: 1, e: 'a@x', status: 'new', v: 0, t: [] };

  beforeAll(async () => {
    world = await openApp([Visitor, Member, Invoice, Room]);
    visitors = world.repository(Visitor);
    members = world.repository(Member);
    rooms = world.repository(Room);
  });
  beforeEach(async () => {
    await collection().deleteMany({});
    await world.db.collection('rooms').deleteMany({});
    undo = [];
  });
  afterEach(() => {
    for (const each of undo) each();
  });
  afterAll(() => world.close());

  describe('inserts a document if none matches', () => {
    test('by one command, with the values of filter and update, defaults, and those of the library', async () => {
      const commands = await world.commandsOf(async () => {
        const options = { context: { user: 'u1' } };
        const result = await visitors.upsertOne({ email: 'a@x' }, { name: 'Ada', visits: inc(1) }, options);
        expect(result).toEqual({
          matchedCount: 0,
          modifiedCount: 0,
          created: true,
          id: expect.any(ObjectId),
        });
        expect(await collection().countDocuments({ _id: result.id })).toBe(1);
      });
      expect(commands.map(({ name }) => name)).toEqual(['findAndModify', 'aggregate']);
      expect(await stored()).toEqual({ ...fresh, n: 'Ada', v: 1, createdBy: 'u1', updatedBy: 'u1' });
    });

    test('that is equal to one that is created', async () => {
      await visitors.create({ email: 'a@x', place: { city: 'Rome' } });
      const created = await stored();
      await collection().deleteMany({});
      await visitors.upsertOne({ email: 'a@x' }, { place: { city: 'Rome' } });
      expect(await stored()).toEqual(created);
      await collection().deleteMany({});
      await visitors.upsertOne({ email: 'a@x', 'place.city': 'Rome' }, { status: 'new' });
      expect(await stored()).toEqual(created);
    });

    test.each<[string, DocumentFilter<Visitor>, DocumentUpdate<Visitor>, object]>([
      ['and(...)', and<Visitor>({ email: 'a@x' }, { name: 'Ada' }), { visits: 1 }, { n: 'Ada', v: 1 }],
      ['oneOf(...) of one', { email: oneOf(['a@x']) }, { visits: 1 }, { v: 1 }],
      ['allOf(...) of one', { email: 'a@x', tags: allOf(['x']) }, { visits: 1 }, { v: 1, t: ['x'] }],
      ['or(...) of one', or<Visitor>({ email: 'a@x' }), { visits: 1 }, { v: 1 }],
      ['an element of a list', { email: 'a@x', tags: 'x' }, { visits: 1 }, { v: 1, t: ['x'] }],
      ['a value that the update changes', { email: 'b@x' }, { email: 'a@x' }, {}],
      ['a number that the update raises', { email: 'a@x', visits: 5 }, { visits: inc(1) }, { v: 6 }],
      ['null', { email: 'a@x', name: null }, { visits: 1 }, { n: null, v: 1 }],
    ])('with what the filter demands: %s', async (_, filter, update, expected) => {
      await visitors.upsertOne(filter, update);
      expect(await stored()).toEqual({ ...fresh, ...expected });
    });

    test.each<[string, DocumentUpdate<Visitor>, object]>([
      [
        'setOnInsert(...)',
        { status: setOnInsert('old'), source: setOnInsert('web') },
        { status: 'old', source: 'web' },
      ],
      ['push(...)', { tags: push('x') }, { t: ['x'] }],
      ['a path', { 'place.city': 'Rome' }, { p: { c: 'Rome', country: 'UK' } }],
      ['raw operators', raw({ $set: { name: 'Ada' }, $inc: { visits: 2 } }), { n: 'Ada', v: 2 }],
    ])('with what the update has: %s', async (_, update, expected) => {
      await visitors.upsertOne({ email: 'a@x' }, update);
      expect(await stored()).toEqual({ ...fresh, ...expected });
    });

    test('of the class of the repository', async () => {
      await members.upsertOne({ email: 'a@x' }, { level: 3 });
      expect(await stored()).toEqual({ ...fresh, level: 3, _type: 'Member' });
      await members.upsertOne({ email: 'a@x' }, { level: 4 });
      expect(await stored()).toMatchObject({ level: 4, version: 2 });
    });

    test('with the id of the filter, or one that the update gives', async () => {
      expect(await rooms.upsertOne({ id: 'r1' }, { seats: 2 })).toMatchObject({ created: true, id: 'r1' });
      await rooms.upsertOne({ seats: 7 }, { id: setOnInsert('r2') });
      const all = await world.db.collection('rooms').find().toArray();
      expect(all).toMatchObject([
        { _id: 'r1', seats: 2 },
        { _id: 'r2', seats: 7 },
      ]);
    });
  });

  test.each(['upsertOne', 'findOneAndUpdate'] as const)(
    'inserts no time of deletion, and leaves a deleted document alone: %s',
    async (method) => {
      await rooms.delete(await rooms.create({ id: 'r1', seats: 1 }));
      const id = setOnInsert('r2');
      await rooms[method]({ seats: 1 }, { seats: 2, id }, { upsert: true });
      await rooms[method]({ seats: 2, deletedAt: null }, { seats: 3, id }, { upsert: true });
      expect(await world.db.collection('rooms').find().sort({ _id: 1 }).toArray()).toEqual([
        { _id: 'r1', seats: 1, deletedAt: expect.any(Date) },
        { _id: 'r2', seats: 3 },
      ]);
    },
  );

  test('updates a document that matches, and leaves its other values alone', async () => {
    const ada = await visitors.create({ email: 'a@x', status: 'old', visits: 3 });
    const result = await visitors.upsertOne({ email: 'a@x' }, { visits: inc(1) });
    expect(result).toEqual({ matchedCount: 1, modifiedCount: 1, created: false, id: ada.id });
    expect(await stored()).toEqual({ ...fresh, status: 'old', v: 4, version: 2 });
  });

  describe('refuses before anything is sent', () => {
    const issuesOf = async (work: () => unknown): Promise<unknown> => {
      let issues: unknown;
      const commands = await world.commandsOf(async () => {
        const error = await errorOf(work);
        issues = error?.issues?.map(({ path, code }: any) => `${path}: ${code}`) ?? error?.code;
      });
      expect(commands).toEqual([]);
      return issues;
    };
    test.each<[string, DocumentFilter<Visitor>, DocumentUpdate<Visitor>, unknown]>([
      ['a required field that is missing', { name: 'Ada' }, { visits: 1 }, ['email: required']],
      ['one inside an embedded document', { email: 'a@x' }, { 'place.zip': '1' }, ['place.city: required']],
      ['one behind another operator', { name: oneOf(['Ada', 'Bob']) }, { visits: 1 }, ['email: required']],
      [
        'a value of the filter that is invalid',
        { email: 'a@x', name: 'A' },
        { visits: 1 },
        ['name: min_length'],
      ],
      [
        'an element of a list that changes',
        { email: 'a@x', tags: 'x' },
        { tags: push('y') },
        ['tags: conflict'],
      ],
      [
        'several elements of a list',
        { email: 'a@x', tags: allOf(['x', 'y']) },
        { visits: 1 },
        ['tags: conflict'],
      ],
      ['an index', { email: 'a@x' }, { 'tags.0': 'y' }, ['tags.0: operator']],
      ['elements', { email: 'a@x' }, { tags: updateElements('x', 'y') }, ['tags: operator']],
      ['a pipeline', { email: 'a@x' }, raw([{ $set: { n: 'x' } }]), 'INVALID_UPDATE'],
      [
        'all at once',
        { name: 'A' },
        { visits: 'x' as never, status: unset() },
        ['visits: type', 'name: min_length', 'email: required'],
      ],
    ])('%s', async (_, filter, update, expected) => {
      expect(await issuesOf(() => visitors.upsertOne(filter, update))).toEqual(expected);
    });

    test('a class with a sequence', async () => {
      const invoices = world.repository(Invoice);
      expect(await issuesOf(() => invoices.upsertOne({ text: 'x' }, { text: 'y' }))).toBe('INVALID_UPDATE');
    });

    test('an id that nobody gives', async () => {
      expect(await issuesOf(() => rooms.upsertOne({ seats: 1 }, { seats: 2 }))).toEqual(['id: required']);
    });
  });

  describe('signals', () => {
    test('come with what was written', async () => {
      const [results, writes]: any[][] = [[], []];
      connect(postUpdate, ({ result }) => results!.push(result));
      connect(postWrite, (payload) => writes!.push(...payload.writes));
      using recorder = new SignalRecorder(world.bus);
      const { id } = await visitors.upsertOne({ email: 'a@x' }, { visits: 1 });
      await visitors.upsertOne({ email: 'a@x' }, { visits: 2 });
      expect(recorder.sent.map(({ name }) => name)).toEqual([
        ...['Visitor.preUpdate', 'Visitor.postUpdate', 'Visitor.postWrite'],
        ...['Visitor.preUpdate', 'Visitor.postUpdate', 'Visitor.postWrite'],
      ]);
      expect(results).toEqual([
        { matchedCount: 0, modifiedCount: 0, created: true },
        { matchedCount: 1, modifiedCount: 1, created: false },
      ]);
      expect(writes).toEqual([
        { kind: 'insert', sender: Visitor, count: 1, ids: [id] },
        { kind: 'update', sender: Visitor, count: 1, ids: [id] },
      ]);
    });
  });

  test('findOneAndUpdate inserts the same, and returns the document', async () => {
    const options = { upsert: true } as const;
    const place = Object.assign(new Place(), { city: 'Rome' });
    const document = await visitors.findOneAndUpdate({ email: 'a@x' }, { name: 'Ada', place }, options);
    expect(document).toBeInstanceOf(Visitor);
    expect(document).toMatchObject({ email: 'a@x', name: 'Ada', version: 1, visits: 0 });
    document.visits = 2;
    await visitors.save(document);
    expect(await stored()).toMatchObject({ ...fresh, n: 'Ada', v: 2, version: 2, p: { c: 'Rome' } });
    const before = { upsert: true, returns: 'before' } as const;
    expect(await visitors.findOneAndUpdate({ email: 'b@x' }, { name: 'Bob' }, before)).toBeNull();
    expect(await collection().countDocuments({})).toBe(2);
  });
});
