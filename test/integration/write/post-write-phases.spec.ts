import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { postSave, postWrite, preSave } from 'nestjs-documents';
import type { PostWrite, SignalPhase, SignalSender } from 'nestjs-documents';
import { withFailPoint } from '../../support/fail-points.js';
import { errorOf } from '../../support/world/integration-app.js';
import { Person, Room } from '../../support/world/integration-people.js';
import { capabilities } from '../../support/server.js';
import { conflict, openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const withFailPoints = capabilities.failPoints ? test : test.skip;

const refuse = (): never => {
  throw new Error('no');
};

describe('postWrite in a later phase', () => {
  let world: TransactionsWorld;
  let people: TransactionsWorld['people'];
  let rooms: TransactionsWorld['rooms'];
  /** The calls in order: `afterCommit: insert 1 Person, insert 1 Room`. */
  let told: string[];
  let payloads: PostWrite<object>[];
  let undo: (() => void)[];

  const listen = (phase: SignalPhase, ...senders: SignalSender[]): void => {
    const receiver = (payload: PostWrite<object>): void => {
      const writes = payload.writes.map(({ kind, count, sender }) => `${kind} ${count} ${sender.name}`);
      told.push(`${phase}: ${writes.join(', ')}`);
      payloads.push(payload);
    };
    undo.push(
      world.bus.connectEach(
        senders.map((sender) => ({ signal: postWrite, sender })),
        receiver,
        { phase },
      ),
    );
  };

  beforeAll(async () => {
    world = await openTransactionsWorld();
    ({ people, rooms } = world);
  });
  beforeEach(async () => {
    await world.clear();
    [told, payloads, undo] = [[], [], []];
  });
  afterEach(() => {
    for (const each of undo) each();
  });
  afterAll(() => world.close());

  describe('outside of transactions', () => {
    test('comes once after the operation', async () => {
      listen('afterCommit', Person);
      undo.push(world.bus.connect(postSave, Person, () => told.push('postSave')));
      const ada = await people.create({ name: 'Ada' });
      expect(told).toEqual(['postSave', 'afterCommit: insert 1 Person']);
      expect([payloads[0]!.writes[0]!.ids, payloads[0]!.session]).toEqual([[ada.id], undefined]);
      expect(payloads[0]!.writes[0]!.changes!.has('name')).toBe(true);
    });

    test('comes for a delete by a filter', async () => {
      await rooms.create({ id: 'A1' });
      listen('afterCommit', Room);
      listen('now', Room);
      expect(await rooms.deleteMany({ id: 'A1' })).toBe(1);
      expect(told).toEqual(['now: delete 1 Room', 'afterCommit: delete 1 Room']);
      expect(payloads.map(({ writes }) => writes[0]!.filter)).toEqual([{ id: 'A1' }, { id: 'A1' }]);
    });

    test('has a write that was vetoed or refused in the phase notApplied', async () => {
      await rooms.create({ id: 'A1' });
      listen('notApplied', Person, Room);
      listen('afterCommit', Person, Room);
      await errorOf(() => rooms.create({ id: 'A1' }));
      undo.push(world.bus.connect(preSave, Person, refuse));
      await errorOf(() => people.create({ name: 'Ada' }));
      expect(told).toEqual(['notApplied: insert 1 Room', 'notApplied: insert 1 Person']);
      expect(payloads.map(({ writes }) => writes[0]!.ids)).toEqual([['A1'], []]);
    });

    withFailPoints('has a delete by a filter that the server refuses (needs fail points)', async () => {
      listen('notApplied', Room);
      await withFailPoint(world.appName, { commands: ['delete'], times: 1, data: { errorCode: 13 } }, () =>
        errorOf(() => rooms.deleteMany({ id: 'A1' })),
      );
      expect(told).toEqual(['notApplied: delete 0 Room']);
      expect(payloads[0]!.writes[0]!.filter).toEqual({ id: 'A1' });
    });

    test('has the documents of insertMany that were inserted, and those that were not', async () => {
      await rooms.create({ id: 'A2' });
      listen('now', Room);
      listen('afterCommit', Room);
      listen('notApplied', Room);
      await errorOf(() => rooms.insertMany([{ id: 'A1' }, { id: 'A2' }, { id: 'A3' }]));
      expect(told).toEqual(['now: insert 1 Room', 'afterCommit: insert 1 Room', 'notApplied: insert 2 Room']);
      expect(payloads.map(({ writes }) => writes[0]!.ids)).toEqual([['A1'], ['A1'], ['A2', 'A3']]);
    });

    withFailPoints('does not come if the outcome is unknown (needs fail points)', async () => {
      for (const phase of ['now', 'afterCommit', 'notApplied'] as const) listen(phase, Room);
      const lost = { commands: ['insert', 'delete'], times: 4, data: { closeConnection: true } };
      const errors = await withFailPoint(world.appName, lost, async () => [
        await errorOf(() => rooms.create({ id: 'A1' })),
        await errorOf(() => rooms.deleteMany({ id: 'A1' })),
      ]);
      expect(errors.map(({ code }) => code)).toEqual(['WRITE_OUTCOME_UNKNOWN', 'WRITE_OUTCOME_UNKNOWN']);
      expect(told).toEqual([]);
    });
  });

  withTransactions('in a transaction (needs transactions)', () => {
    test('comes once after the commit, with all writes of all classes in order', async () => {
      listen('now', Person, Room);
      listen('afterCommit', Person, Room);
      await world.transactions.run(async () => {
        const ada = await people.create({ name: 'Ada' });
        await rooms.insertMany([{ id: 'A1' }, { id: 'A2' }]);
        ada.age = 7;
        await people.save(ada);
        await rooms.deleteMany({ id: 'A1' });
        told.push('end of the work');
      });
      expect(told).toEqual([
        'now: insert 1 Person',
        'now: insert 2 Room',
        'now: update 1 Person',
        'now: delete 1 Room',
        'end of the work',
        'afterCommit: insert 1 Person, insert 2 Room, update 1 Person, delete 1 Room',
      ]);
      const last = payloads.at(-1)!;
      expect([last.sender, last.origin, last.attempt, last.session]).toEqual([
        Person,
        'create',
        1,
        undefined,
      ]);
      expect(last.writes[2]!.changes!.paths).toEqual(['age']);
    });

    test('has for a listener of one class only the writes of it', async () => {
      listen('afterCommit', Room);
      listen('afterCommit', Person);
      await world.transactions.run(async () => {
        await people.create({ name: 'Ada' });
        await rooms.create({ id: 'A1' });
      });
      expect(told).toEqual(['afterCommit: insert 1 Room', 'afterCommit: insert 1 Person']);
      expect(payloads.map(({ sender, origin }) => [sender, origin])).toEqual([
        [Room, 'create'],
        [Person, 'create'],
      ]);
    });

    test('has writes of receivers in the order in which they were written', async () => {
      listen('afterCommit', Person, Room);
      undo.push(
        world.bus.connect(postSave, Person, async ({ document }) => {
          await rooms.create({ id: document.name });
        }),
      );
      await world.transactions.run(() => people.create({ name: 'Ada' }));
      expect(told).toEqual(['afterCommit: insert 1 Person, insert 1 Room']);
    });

    test('comes in the phase notApplied after a rollback, with what was refused before', async () => {
      listen('afterCommit', Person, Room);
      listen('notApplied', Person, Room);
      await errorOf(() =>
        world.transactions.run(async () => {
          await people.create({ name: 'Ada' });
          await errorOf(() => people.create({}));
          await rooms.create({ id: 'A1' });
          throw new Error('no');
        }),
      );
      expect(told).toEqual(['notApplied: insert 1 Person, insert 1 Person, insert 1 Room']);
    });

    test('comes in both phases after a commit if a veto was caught', async () => {
      listen('notApplied', Person);
      listen('afterCommit', Person);
      await world.transactions.run(async () => {
        await errorOf(() => people.create({}));
        await people.create({ name: 'Ada' });
      });
      expect(told).toEqual(['afterCommit: insert 1 Person', 'notApplied: insert 1 Person']);
    });

    test('has the context of the transaction, else that of its first write', async () => {
      listen('afterCommit', Person);
      await world.transactions.run(() => people.create({ name: 'Ada' }, { context: { by: 'grace' } }));
      await world.transactions.run(() => people.create({ name: 'Ada' }, { context: { by: 'grace' } }), {
        context: { by: 'alan' },
      });
      expect(payloads.map(({ context }) => context)).toEqual([{ by: 'grace' }, { by: 'alan' }]);
    });

    withFailPoints('has only the writes of the attempt that was committed (needs fail points)', async () => {
      listen('afterCommit', Person, Room);
      await withFailPoint(
        world.appName,
        { commands: ['commitTransaction'], times: 1, data: { ...conflict } },
        () =>
          world.transactions.run(async ({ attempt }) => {
            await rooms.create({ id: `A${attempt}` });
          }),
      );
      expect(told).toEqual(['afterCommit: insert 1 Room']);
      expect([payloads[0]!.writes[0]!.ids, payloads[0]!.attempt]).toEqual([['A2'], 2]);
    });

    test('fails the transaction if a receiver in it fails', async () => {
      undo.push(world.bus.connect(postWrite, Person, refuse));
      const error = await errorOf(() =>
        world.transactions.run(async () => {
          await errorOf(() => people.create({ name: 'Ada' }));
        }),
      );
      expect([error.code, error.cause.code, error.cause.signal]).toEqual([
        'TRANSACTION_FAILED',
        'POST_SIGNAL_FAILED',
        'postWrite',
      ]);
      expect(await world.names()).toEqual([]);
    });

    test('is refused where the application has begun the transaction itself', async () => {
      listen('afterCommit', Room);
      const session = world.connection.client.startSession();
      session.startTransaction();
      const errors = [
        await errorOf(() => rooms.create({ id: 'A1' }, { session })),
        await errorOf(() => rooms.deleteMany({ id: 'A1' }, { session })),
      ];
      await session.abortTransaction();
      await session.endSession();
      expect(errors.map(({ code }) => code)).toEqual(['UNMANAGED_TRANSACTION', 'UNMANAGED_TRANSACTION']);
    });
  });
});
