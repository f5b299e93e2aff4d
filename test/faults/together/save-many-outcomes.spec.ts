import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  BulkWriteError,
  DuplicateKeyError,
  PostSignalError,
  StaleDocumentError,
  WriteOutcomeUnknownError,
  Document,
  Field,
  Id,
  Version,
  postSave,
} from 'nestjs-documents';
import type { DocumentRepository, PostSave } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { openLossyProxy } from '../../support/proxy/lossy-proxy.js';
import { serverName } from '../../support/server.js';

@Document({ collection: 'seats' })
class Seat {
  @Id() id!: ObjectId;
  @Field() name!: string;
  @Field() code?: string;
  @Field() count?: number;
}

@Document({ collection: 'places' })
class Place {
  @Id() id!: ObjectId;
  @Field() name!: string;
  @Field() count?: number;
  @Version() version!: number;
}

describe(`saveMany is applied in part (${serverName})`, () => {
  let world: IntegrationApp;
  let seats: DocumentRepository<Seat>;
  let places: DocumentRepository<Place>;
  const names = (collection: string, filter: object) =>
    world.db
      .collection(collection)
      .find(filter)
      .sort({ name: 1 })
      .map((each) => each['name'] as string)
      .toArray();
  const observe = async (work: () => unknown) => {
    using recorder = new SignalRecorder(world.bus, { afterPhases: true });
    const error = await errorOf(work);
    const of = (name: string) =>
      recorder.sent
        .filter((each) => each.name === name)
        .map(({ payload }) => (payload as PostSave<Seat>).document.name);
    return { error, of, names: recorder.names };
  };

  beforeAll(async () => {
    world = await openApp([Seat, Place]);
    seats = world.repository(Seat);
    places = world.repository(Place);
    await world.db.collection('seats').createIndex({ code: 1 }, { unique: true, sparse: true }, {});
  });
  beforeEach(async () => {
    for (const name of ['seats', 'places']) await world.db.collection(name).deleteMany({});
  });
  afterAll(() => world.close());

  describe('a duplicate key in the middle', () => {
    /** Two that are inserted, two that are updated, and one that is unchanged; the second of each kind collides. */
    const list = async () => {
      const [taken, first, second, third] = await seats.insertMany([
        { name: 'taken', code: 'secret' },
        ...['first', 'second', 'third'].map((name) => ({ name })),
      ]);
      first!.count = 1;
      second!.code = taken!.code!;
      third!.count = 1;
      return [first!, second!, third!, taken!, seats.build({ name: 'new' })];
    };

    test('ordered: those after it are not tried; unchanged documents count as applied', async () => {
      const documents = await list();
      const { error, of } = await observe(() => seats.saveMany(documents));
      expect(error).toBeInstanceOf(BulkWriteError);
      expect(error).toMatchObject({
        ...{ outcome: 'partlyApplied', applied: [0, 3], failed: [1], notAttempted: [2, 4] },
      });
      expect(error.failures).toMatchObject([{ index: 1, error: expect.any(DuplicateKeyError) }]);
      expect(of('Seat.postSave')).toEqual(['first', 'taken']);
      expect(of('Seat.postSave.notApplied').sort()).toEqual(['new', 'second', 'third']);
      expect(await names('seats', { count: 1 })).toEqual(['first']);
      documents[1]!.code = 'other';
      await seats.saveMany(documents);
      expect(await names('seats', {})).toEqual(['first', 'new', 'second', 'taken', 'third']);
    });

    test('unordered: all others are applied', async () => {
      const documents = await list();
      const { error, of } = await observe(() => seats.saveMany(documents, { ordered: false }));
      expect(error).toMatchObject({ applied: [0, 2, 3, 4], failed: [1], notAttempted: [] });
      expect(of('Seat.postSave')).toEqual(['first', 'third', 'taken', 'new']);
      expect(await names('seats', { count: 1 })).toEqual(['first', 'third']);
      expect(seats.changes(documents[1]!).paths).toEqual(['code']);
    });

    test('an error of a receiver of postSave is told besides, and all receivers are called', async () => {
      const documents = await list();
      const receiver = () => {
        throw new Error('no');
      };
      const error = await withReceiver(world.bus, { signal: postSave, sender: Seat, receiver }, () =>
        errorOf(() => seats.saveMany(documents)),
      );
      expect(error).toBeInstanceOf(BulkWriteError);
      expect(error.postSignalError).toBeInstanceOf(PostSignalError);
      expect(error.postSignalError.failures).toHaveLength(2);
    });
  });

  describe('a stale document', () => {
    const loaded = async () => {
      const list = await places.insertMany(['a', 'b', 'c'].map((name) => ({ name })));
      for (const each of list) each.count = 1;
      return list;
    };

    test.each([true, false])('stops nothing, and is named (ordered: %s)', async (ordered) => {
      const list = await loaded();
      await world.db
        .collection('places')
        .updateOne({ name: 'b' }, { $set: { count: 9 }, $inc: { version: 1 } });
      const { error, of } = await observe(() => places.saveMany(list, { ordered }));
      expect(error).toMatchObject({ applied: [0, 2], failed: [1], notAttempted: [] });
      expect(error.failures[0].error).toBeInstanceOf(StaleDocumentError);
      expect(error.cause).toBe(error.failures[0].error);
      expect(of('Place.postSave')).toEqual(['a', 'c']);
      expect(list.map(({ version }) => version)).toEqual([2, 1, 2]);
      expect(await names('places', { count: 1, version: 2 })).toEqual(['a', 'c']);
    });

    test('costs one more command', async () => {
      const list = await loaded();
      await world.db.collection('places').deleteOne({ name: 'c' });
      const commands = await world.commandsOf(() => errorOf(() => places.saveMany(list)));
      expect(commands.map(({ name }) => name)).toEqual(['update', 'find']);
    });

    test('without a version only a deleted one is stale', async () => {
      const list = await seats.insertMany(['a', 'b'].map((name) => ({ name })));
      for (const each of list) each.count = 1;
      await world.db.collection('seats').deleteOne({ name: 'a' });
      await world.db.collection('seats').updateOne({ name: 'b' }, { $set: { code: 'x' } });
      const { error } = await observe(() => seats.saveMany(list));
      expect(error).toMatchObject({ applied: [1], failed: [0], notAttempted: [] });
      expect(error.failures[0].error).toMatchObject({ code: 'STALE_DOCUMENT', conflict: 'deleted' });
      expect(await names('seats', {})).toEqual(['b']);
    });
  });

  test('a lost reply: the outcome of that command is unknown, and no post signal is sent', async () => {
    const proxy = await openLossyProxy();
    const other = await openApp([Seat], [], {
      uri: proxy.uri,
      clientOptions: { serverSelectionTimeoutMS: 1000, socketTimeoutMS: 500, heartbeatFrequencyMS: 500 },
    });
    try {
      const own = other.repository(Seat);
      const [first] = await own.insertMany([{ name: 'first' }]);
      first!.count = 1;
      const documents = [own.build({ name: 'new' }), first!, own.build({ name: 'last' })];
      using recorder = new SignalRecorder(other.bus, { afterPhases: true });
      proxy.lose({ command: 'update', times: 2 });
      const error = await errorOf(() => own.saveMany(documents));
      expect(error).toBeInstanceOf(WriteOutcomeUnknownError);
      expect(error.bulk).toEqual({ applied: [0], failed: [], notAttempted: [2], unknown: [1] });
      const told = recorder.sent.filter(({ name }) => name.startsWith('Seat.postSave'));
      expect(told.map(({ name, payload }) => [name, (payload as PostSave<Seat>).document.name])).toEqual([
        ['Seat.postSave', 'new'],
        ['Seat.postSave.afterCommit', 'new'],
        ['Seat.postSave.notApplied', 'last'],
      ]);
    } finally {
      await other.close();
      await proxy.close();
    }
  });
});
