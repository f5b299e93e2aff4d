import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  CreatedAt,
  CreatedBy,
  DeletedAt,
  Document,
  Field,
  Id,
  Transactions,
  UpdatedAt,
  UpdatedBy,
  Version,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { capabilities } from '../../support/server.js';

const withTransactions = capabilities.transactions ? test : test.skip;

@Document({ collection: 'notes' })
class Note {
  @Id() id!: ObjectId;
  @Field() text?: string;
  @CreatedAt() createdAt?: Date;
  @UpdatedAt() updatedAt?: Date;
  @CreatedBy(({ user }) => user) createdBy?: string;
  @UpdatedBy(({ user }) => user) updatedBy?: string;
  @DeletedAt() deletedAt?: Date;
  @Version() version!: number;
}

const noon = new Date('2030-01-01T12:00:00Z');
const past = new Date('1999-01-01T00:00:00Z');
const later = new Date('1999-01-02T00:00:00Z');
const withoutTimes = { behaviours: { times: false } };
const withoutUsers = { behaviours: { users: false } };

describe('{ behaviours } of a call', () => {
  let world: IntegrationApp;
  let notes: DocumentRepository<Note>;
  const stored = ({ id }: Note) => world.db.collection('notes').findOne({ _id: id });

  beforeAll(async () => {
    world = await openApp([Note], [], { context: () => ({ user: 'ada' }) });
    notes = world.repository(Note);
    await world.db.createCollection('notes');
  });
  beforeEach(() => {
    // Timers of the driver stay real.
    vi.useFakeTimers({ now: noon, toFake: ['Date'] });
  });
  afterAll(async () => {
    vi.useRealTimers();
    await world.close();
  });

  describe('with { times: false }', () => {
    test('lets create store the times that are given, and no others', async () => {
      const given = { createdAt: past, updatedAt: later };
      const note = await notes.create(given, withoutTimes);
      const bare = await notes.create({}, withoutTimes);
      const users = { createdBy: 'ada', updatedBy: 'ada', version: 1 };
      expect(await stored(note)).toEqual({ _id: note.id, createdAt: past, updatedAt: later, ...users });
      expect(await stored(bare)).toEqual({ _id: bare.id, ...users });
    });

    test('lets insertMany store the times that are given', async () => {
      const list = await notes.insertMany(
        [{ createdAt: past, updatedAt: later }, notes.build({ updatedAt: past })],
        withoutTimes,
      );
      expect(await stored(list[0]!)).toMatchObject({ createdAt: past, updatedAt: later });
      expect(await stored(list[1]!)).toMatchObject({ updatedAt: past });
      expect(await stored(list[1]!)).not.toHaveProperty('createdAt');
    });

    test('leaves the time of the last write to a save', async () => {
      const note = await notes.create({ updatedAt: later }, withoutTimes);
      await notes.save(Object.assign(note, { text: 'b' }), withoutTimes);
      expect(await stored(note)).toMatchObject({ text: 'b', updatedAt: later, version: 2 });
      await notes.save(Object.assign(note, { text: 'c', updatedAt: past }), withoutTimes);
      expect(await stored(note)).toMatchObject({ text: 'c', updatedAt: past, version: 3 });
      await notes.save(Object.assign(note, { text: 'd' }), { behaviours: { times: true } });
      expect(await stored(note)).toMatchObject({ text: 'd', updatedAt: noon, version: 4 });
    });

    test('lets assign give the time of the last write, but not another creation', async () => {
      const note = await notes.create({ createdAt: past });
      notes.assign(note, { updatedAt: later.toISOString(), text: 'b' }, withoutTimes);
      await notes.save(note, withoutTimes);
      expect(await stored(note)).toMatchObject({ text: 'b', createdAt: past, updatedAt: later });
      const error = await errorOf(() => notes.assign(note, { createdAt: later }, withoutTimes));
      expect(error.issues).toMatchObject([{ path: 'createdAt', code: 'immutable' }]);
      const other = await errorOf(() => notes.assign(note, { updatedBy: 'eve' }, withoutTimes));
      expect(other.issues).toMatchObject([{ path: 'updatedBy', code: 'immutable' }]);
    });

    test('keeps the time of the last write where a document is deleted softly', async () => {
      const note = await notes.create({ updatedAt: past }, withoutTimes);
      await notes.delete(note, withoutTimes);
      expect(await stored(note)).toMatchObject({ updatedAt: past, deletedAt: noon, version: 2 });
    });

    test('keeps it in deletes of many', async () => {
      const note = await notes.create({ text: 'many', updatedAt: past }, withoutTimes);
      expect(await notes.deleteMany({ text: 'many' }, withoutTimes)).toBe(1);
      expect(await stored(note)).toMatchObject({ updatedAt: past, deletedAt: noon });
    });

    withTransactions('acts in a transaction too', async () => {
      const note = await world.app.get(Transactions).run(async () => {
        const created = await notes.create({ updatedAt: past }, withoutTimes);
        return notes.save(Object.assign(created, { text: 'b' }), withoutTimes);
      });
      expect(await stored(note)).toMatchObject({ text: 'b', updatedAt: past, version: 2 });
    });
  });

  test('with { users: false } leaves the users to the document, and times act', async () => {
    const note = await notes.create({ createdBy: 'bob', updatedBy: 'eve' }, withoutUsers);
    expect(await stored(note)).toMatchObject({ createdBy: 'bob', updatedBy: 'eve', updatedAt: noon });
    notes.assign(note, { updatedBy: 'mia' }, withoutUsers);
    await notes.save(note, withoutUsers);
    expect(await stored(note)).toMatchObject({ createdBy: 'bob', updatedBy: 'mia', updatedAt: noon });
    await notes.delete(note, withoutUsers);
    expect(await stored(note)).toMatchObject({ updatedBy: 'mia', deletedAt: noon, updatedAt: noon });
  });

  test('with all of it false asks no context for users', async () => {
    const context = Object.freeze({
      get user(): never {
        throw new Error('asked');
      },
    });
    const behaviours = { times: false, users: false };
    const note = await notes.create({}, { context, behaviours });
    await notes.save(Object.assign(note, { text: 'b' }), { context, behaviours });
    expect(await stored(note)).toEqual({ _id: note.id, text: 'b', version: 2 });
  });

  describe('is refused, and nothing is sent,', () => {
    const calls: readonly [string, (options: never) => unknown][] = [
      ['create', (options) => notes.create({}, options)],
      ['save', (options) => notes.save(new Note(), options)],
      ['insertMany', (options) => notes.insertMany([{}], options)],
      ['assign', (options) => notes.assign(new Note(), {}, options)],
      ['deleteMany', (options) => notes.deleteMany({ text: 'a' }, options)],
    ];
    const refusals: readonly [unknown, string][] = [
      [null, '"behaviours" is null and not an object'],
      [['times'], '"behaviours" is an array and not an object'],
      [false, '"behaviours" is boolean and not an object'],
      [{ times: 'false' }, '"behaviours.times" is string and not true or false'],
      [{ users: 0 }, '"behaviours.users" is number and not true or false'],
      [{ time: false }, '"behaviours" names time, which cannot be switched'],
      [JSON.parse('{"__proto__":{}}'), '"behaviours" names __proto__, which cannot be switched'],
      [
        { version: false },
        '"behaviours.version" cannot be switched off: the version guards against lost updates',
      ],
    ];

    test.each(calls)('by %s', async (_, call) => {
      for (const [behaviours, reason] of refusals) {
        let error: any;
        const sent = await world.commandsOf(async () => {
          error = await errorOf(() => call({ behaviours } as never));
        });
        expect(error).toMatchObject({ code: 'INVALID_OPTIONS', reason });
        expect(sent).toEqual([]);
      }
    });
  });
});
