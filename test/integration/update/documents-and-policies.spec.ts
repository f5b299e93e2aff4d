import { Injectable } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  Document,
  Field,
  Id,
  inc,
  InvalidListenerError,
  OnPostUpdate,
  OnPreSave,
  postUpdate,
  preSave,
  preUpdate,
  Version,
} from 'nestjs-documents';
import type { DocumentRepository, PostUpdate, PreUpdate } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'seats' })
class Seat {
  @Id() id!: number;
  @Field() row?: number;
  @Field() taken?: boolean;
}

@Document()
class Box extends Seat {
  @Field() chairs?: number;
}

@Document({ collection: 'accounts', updatesByFilter: 'save' })
class Account {
  @Id() id!: number;
  @Field({ min: 0 }) balance?: number;
  @Field() note?: string;
  @Version() version!: number;
}

@Document({ collection: 'ledgers', updatesByFilter: 'refuse' })
class Ledger {
  @Id() id!: number;
  @Field() note?: string;
}

@Injectable()
class SeatListener {
  @OnPreSave(Seat) tidy(): void {}
}

describe('Listeners of updates that ask for documents', () => {
  let world: IntegrationApp;
  let seats: DocumentRepository<Seat>;
  const undo: (() => void)[] = [];
  const commands = async (work: () => unknown) => (await world.commandsOf(work)).map(({ name }) => name);
  const onPre = (receiver: (payload: PreUpdate<Seat>) => unknown, sender: typeof Seat = Seat) =>
    undo.push(world.bus.connect(preUpdate, sender, receiver, { documents: true }));
  const onPost = (receiver: (payload: PostUpdate<Seat>) => unknown) =>
    undo.push(world.bus.connect(postUpdate, Seat, receiver, { documents: true }));

  beforeAll(async () => {
    world = await openApp([Seat, Box, Account, Ledger]);
    seats = world.repository(Seat);
  });
  beforeEach(async () => {
    await world.db.collection('seats').deleteMany({});
    await world.db.collection('seats').insertMany([
      { _id: 1 as never, row: 1 },
      { _id: 2 as never, row: 1 },
      { _id: 3 as never, row: 2 },
      { _id: 4 as never, row: 1, _type: 'Box' },
    ]);
  });
  afterEach(() => {
    for (const each of undo.splice(0)) each();
  });
  afterAll(() => world.close());

  test('get them before the update, for one more command', async () => {
    const seen: unknown[] = [];
    onPre(({ documents }) => seen.push(documents?.map(({ id, taken }) => [id, taken])));

    expect(await commands(() => seats.updateMany({ row: 1 }, { taken: true }))).toEqual(['find', 'update']);
    expect(seen).toEqual([
      [
        [1, undefined],
        [2, undefined],
        [4, undefined],
      ],
    ]);
  });

  test('get them as they are after the update, for two more commands', async () => {
    const seen: unknown[] = [];
    onPost(({ documents, result }) =>
      seen.push([result.modifiedCount, documents?.map(({ id, taken }) => [id, taken])]),
    );

    const sent = await commands(() => seats.updateMany({ row: 1 }, { taken: true }));

    expect(sent).toEqual(['find', 'update', 'find']);
    expect(seen).toEqual([
      [
        3,
        [
          [1, true],
          [2, true],
          [4, true],
        ],
      ],
    ]);
  });

  test('of a subclass get the documents of it, and are not called if there are none', async () => {
    const seen: unknown[] = [];
    undo.push(
      world.bus.connect(preUpdate, Box, ({ documents }) => void seen.push(documents?.map(({ id }) => id)), {
        documents: true,
      }),
    );
    await seats.updateMany({ row: 1 }, { taken: true });
    await seats.updateMany({ row: 2 }, { taken: true });

    expect(seen).toEqual([[4]]);
  });

  test('only those are updated that were shown and still match', async () => {
    onPre(async () => {
      await world.db.collection('seats').updateOne({ _id: 1 as never }, { $set: { row: 9 } });
      await world.db.collection('seats').insertOne({ _id: 5 as never, row: 1 });
    });

    const result = await seats.updateMany({ row: 1 }, { taken: true });

    expect(result).toEqual({ matchedCount: 2, modifiedCount: 2 });
    expect(await world.db.collection('seats').distinct('_id', { taken: true })).toEqual([2, 4]);
  });

  test('of updateOne and findOneAndUpdate get one document', async () => {
    const seen: unknown[] = [];
    onPre(({ documents }) => seen.push(documents?.map(({ id }) => id)));
    await seats.updateOne({ row: 2 }, { taken: true });
    await seats.findOneAndUpdate({ row: 1 }, { taken: true }, { sort: { id: 'desc' } });

    expect(seen).toEqual([[3], [4]]);
    expect(await world.db.collection('seats').distinct('_id', { taken: true })).toEqual([3, 4]);
  });

  test('cannot ask for them on other signals or in later phases', () => {
    const connect = (signal: any, options: object) => () =>
      world.bus.connect(signal, Seat, () => {}, options);
    expect(connect(preSave, { documents: true })).toThrow('"documents", which only preUpdate');
    expect(connect(postUpdate, { documents: true, phase: 'afterCommit' })).toThrow('in the phase "now"');
    expect(() => {
      class Wrong {
        @OnPreSave(Seat, { documents: true }) method(): void {}
      }
      return Wrong;
    }).toThrow(InvalidListenerError);
    class Right {
      @OnPostUpdate(Seat, { documents: true }) method(_payload: PostUpdate<Seat>): void {}
    }
    expect(Right).toBeDefined();
  });

  test('reach a class with listeners of preSave alone with one warning', async () => {
    const warnings: string[] = [];
    const logger = { warn: (message: string) => warnings.push(message), log() {}, error() {} };
    const other = await openApp([Seat], [SeatListener]);
    try {
      other.app.useLogger(logger);
      const own = other.repository(Seat);
      await own.updateMany({ row: 1 }, { taken: true });
      await own.updateMany({ row: 1 }, { taken: true });
    } finally {
      await other.close();
    }

    expect(warnings).toEqual([
      "An update of Seat by a filter sends no save signals: SeatListener.tidy of preSave did not hear of it. Listen to preUpdate too, or declare @Document({ updatesByFilter: 'save' }) or 'refuse'.",
    ]);
  });

  describe("of a class with { updatesByFilter: 'save' }", () => {
    let accounts: DocumentRepository<Account>;
    beforeEach(async () => {
      accounts = world.repository(Account);
      await world.db.collection('accounts').deleteMany({});
      await world.db.collection('accounts').insertMany([
        { _id: 1 as never, balance: 5, version: 1 },
        { _id: 2 as never, balance: 7, version: 1 },
      ]);
    });

    test('are replaced by those of saves: each document is saved with its changes', async () => {
      const changed: unknown[] = [];
      using recorder = new SignalRecorder(world.bus);
      undo.push(
        world.bus.connect(preSave, Account, ({ document }) => {
          document.note = `was ${document.balance}`;
        }),
      );

      const result = await accounts.updateMany({}, { balance: inc(1) }, { allowAll: true });
      for (const { payload } of recorder.sent) {
        const { signal, changes } = payload as any;
        if (signal === 'postSave')
          changed.push([changes.get('balance').before, changes.get('balance').after]);
      }

      expect(result).toEqual({ matchedCount: 2, modifiedCount: 2 });
      expect(changed).toEqual([
        [5, 6],
        [7, 8],
      ]);
      expect(recorder.names).not.toContain('Account.preUpdate');
      expect(await world.db.collection('accounts').find().sort({ _id: 1 }).toArray()).toEqual([
        { _id: 1, balance: 6, version: 2, note: 'was 5' },
        { _id: 2, balance: 8, version: 2, note: 'was 7' },
      ]);
    });

    test('updateOne and updateById save one', async () => {
      expect(await accounts.updateOne({ balance: 7 }, { balance: 0 })).toEqual({
        matchedCount: 1,
        modifiedCount: 1,
      });
      expect(await accounts.updateById(1, { balance: 1 })).toEqual({ matchedCount: 1, modifiedCount: 1 });
      expect(await accounts.updateById(9, { balance: 1 })).toEqual({ matchedCount: 0, modifiedCount: 0 });
      expect(await world.db.collection('accounts').distinct('balance', { balance: { $lt: 2 } })).toHaveLength(
        2,
      );
    });

    test('methods that cannot save are refused, and send nothing', async () => {
      let error: any;
      const sent = await commands(async () => {
        error = await errorOf(() => accounts.findOneAndUpdate({ id: 1 }, { balance: 1 }));
      });

      expect(error.code).toBe('UPDATE_BY_FILTER_REFUSED');
      expect(sent).toEqual([]);
    });
  });

  test("of a class with { updatesByFilter: 'refuse' } are never called: it is an error", async () => {
    let error: any;
    const sent = await commands(async () => {
      error = await errorOf(() => world.repository(Ledger).updateMany({ id: 1 }, { note: 'x' }));
    });

    expect(error.code).toBe('UPDATE_BY_FILTER_REFUSED');
    expect(sent).toEqual([]);
  });
});
