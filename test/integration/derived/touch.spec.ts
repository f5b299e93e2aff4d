import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  Document,
  EmbeddedDocument,
  Field,
  getTransactionsToken,
  Id,
  inc,
  mapOf,
  Reference,
  UpdatedAt,
  Version,
  postSave,
  preSave,
} from 'nestjs-documents';
import type { Transactions } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'houses' })
class House {
  @Id() id!: ObjectId;
  @UpdatedAt() updatedAt!: Date;
}

@Document({ collection: 'rooms' })
class Room {
  @Id() id!: ObjectId;
  @Reference(() => House, { touch: true }) houseId?: ObjectId;
  @UpdatedAt({ key: 'changed' }) updatedAt!: Date;
  @Version() version!: number;
}

@EmbeddedDocument()
class Night {
  @Reference(() => Room, { touch: true }) roomId?: ObjectId;
}

@Document({ collection: 'guests' })
class Guest {
  @Id() id!: ObjectId;
  @Field() name!: string;
  @Field() visits?: number;
  @Reference(() => Room, { touch: true }) roomId?: ObjectId;
  @Reference(() => mapOf(Room), { touch: true }) formerIds?: Map<string, ObjectId>;
  @Field(() => [Night]) nights: Night[] = [];
}

const longAgo = new Date('2001-01-01T00:00:00Z');

describe('A reference with touch', () => {
  let world: IntegrationApp;
  const ids = Array.from({ length: 5 }, () => new ObjectId());
  const [a, b, c, d, e] = ids as [ObjectId, ObjectId, ObjectId, ObjectId, ObjectId];
  const house = new ObjectId();
  beforeAll(async () => {
    world = await openApp([House, Room, Guest]);
  });
  beforeEach(async () => {
    for (const each of ['houses', 'rooms', 'guests']) await world.db.collection(each).deleteMany({});
    await world.db.collection('houses').insertOne({ _id: house, updatedAt: longAgo });
    const rooms = ids.map((_id) => ({ _id, houseId: house, changed: longAgo, version: 1 }));
    await world.db.collection('rooms').insertMany(rooms);
  });
  afterAll(() => world.close());

  /** The rooms that `work` touches, by their place in `ids`. */
  async function touchedBy(work: () => unknown): Promise<string> {
    await world.db.collection('rooms').updateMany({}, { $set: { changed: longAgo } });
    const before = Date.now();
    await work();
    const rooms = await world.db.collection('rooms').find().toArray();
    const touched = rooms.filter(({ changed }) => (changed as Date).getTime() >= before - 1);
    expect(rooms.every(({ version }) => version === 1)).toBe(true);
    return ids
      .flatMap((id, index) => (touched.some(({ _id }) => id.equals(_id)) ? 'abcde'[index]! : []))
      .join('');
  }

  const guests = () => world.repository(Guest);
  const guest = () =>
    guests().create({ name: 'Ada', roomId: a, formerIds: { first: b }, nights: [{ roomId: c }] });

  test('sets the time of the documents that a new one refers to, in lists, maps and embedded documents', async () => {
    expect(await touchedBy(guest)).toBe('abc');
    expect(
      await touchedBy(() =>
        guests().insertMany([
          { name: 'Bob', roomId: d },
          { name: 'Cy', roomId: e },
        ]),
      ),
    ).toBe('de');
  });

  test('sets it at a save with changes, of the documents before and after it', async () => {
    const ada = await guest();
    expect(await touchedBy(() => guests().save(ada))).toBe('');
    expect(await touchedBy(() => guests().save(Object.assign(ada, { name: 'Eve' })))).toBe('abc');
    expect(await touchedBy(() => guests().save(Object.assign(ada, { roomId: d })))).toBe('abcd');
  });

  test('sets it at a save of a part that was loaded without the reference', async () => {
    const { id } = await guest();
    const part = await guests().find({ id }).select('name').getFirst();
    expect(await touchedBy(() => guests().save(Object.assign(part, { name: 'Eve' }) as Guest))).toBe('abc');
  });

  test.each<[string, (id: ObjectId) => unknown, string]>([
    ['deleteById', (id) => guests().deleteById(id), 'abc'],
    ['deleteMany', () => guests().deleteMany({ name: 'Ada' }), 'abc'],
    ['findOneAndDelete', () => guests().findOneAndDelete({ name: 'Ada' }), 'abc'],
    ['updateMany', () => guests().updateMany({ name: 'Ada' }, { visits: inc(1) }), 'abc'],
    ['updateMany that matches nothing', () => guests().updateMany({ name: 'Bob' }, { visits: 1 }), ''],
    ['updateMany that moves', () => guests().updateMany({ name: 'Ada' }, { roomId: e }), 'abce'],
    ['updateOne', () => guests().updateOne({ name: 'Ada' }, { visits: inc(1) }), 'abc'],
    ['findOneAndUpdate', () => guests().findOneAndUpdate({ name: 'Ada' }, { visits: inc(1) }), 'abc'],
    ['upsertOne', () => guests().upsertOne({ name: 'New' }, { roomId: d }), 'd'],
    ['modify', async (id) => guests().modify(await guests().getById(id), { visits: inc(1) }), 'abc'],
    [
      'bulkWrite',
      () => guests().bulkWrite([{ updateMany: { filter: { name: 'Ada' }, update: { visits: 1 } } }]),
      'abc',
    ],
    [
      'a save without times',
      () => guests().create({ name: 'Old', roomId: d }, { behaviours: { times: false } }),
      '',
    ],
  ])('sets it at %s', async (_method, write, expected) => {
    const { id } = await guest();
    expect(await touchedBy(() => write(id))).toBe(expected);
  });

  test('sets it once for each document and operation', async () => {
    const list = Array.from({ length: 30 }, (_, index) => ({ name: String(index), roomId: a }));
    const commands = await world.commandsOf(() => guests().insertMany(list));
    expect(commands.map(({ name }) => name)).toEqual(['insert', 'update']);
    expect(commands[1]?.command['updates']).toHaveLength(1);
  });

  test('asks once which documents an update by a filter concerns', async () => {
    await guests().insertMany(Array.from({ length: 30 }, () => ({ name: 'many', roomId: a })));
    const commands = await world.commandsOf(() => guests().updateMany({ name: 'many' }, { visits: 1 }));
    expect(commands.map(({ name }) => name)).toEqual(['aggregate', 'update', 'update']);
  });

  test('never sets an earlier time than there is', async () => {
    const later = new Date('2999-01-01T00:00:00Z');
    await world.db.collection('rooms').updateOne({ _id: a }, { $set: { changed: later } });
    await guest();
    expect(await world.db.collection('rooms').findOne({ _id: a })).toMatchObject({ changed: later });
  });

  test('sends no signals, and does not touch what the touched document refers to', async () => {
    const sent: string[] = [];
    using _1 = world.bus.connect(preSave, Room, () => void sent.push('preSave'));
    using _2 = world.bus.connect(postSave, Room, () => void sent.push('postSave'));
    await guest();
    expect(sent).toEqual([]);
    expect(await world.db.collection('houses').findOne()).toMatchObject({ updatedAt: longAgo });
    await world
      .repository(Room)
      .save(Object.assign(await world.repository(Room).getById(a), { houseId: undefined }));
    expect((await world.db.collection('houses').findOne())?.['updatedAt']).not.toEqual(longAgo);
  });

  test('is rolled back with its transaction', async () => {
    const transactions = world.app.get<Transactions>(getTransactionsToken());
    const failing = () =>
      transactions.run(async () => {
        await guest();
        throw new Error('no');
      });
    expect(await touchedBy(() => errorOf(failing))).toBe('');
    expect(await touchedBy(() => transactions.run(() => guest()))).toBe('abc');
  });
});
