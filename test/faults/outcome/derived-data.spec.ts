import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { CounterOf, Document, getTransactionsToken, Id, rebuildCounters, Reference } from 'nestjs-documents';
import type { Transactions } from 'nestjs-documents';
import { newAppName, withFailPoint } from '../../support/fail-points.js';
import { capabilities } from '../../support/server.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'queues' })
class Queue {
  @Id() id!: ObjectId;
  @CounterOf(() => Item, 'queueId') length!: number;
}

@Document({ collection: 'items' })
class Item {
  @Id() id!: ObjectId;
  @Reference(() => Queue) queueId?: ObjectId;
}

const lostReply = { closeConnection: true };
const refused = { errorCode: 8000 };
const conflict = { errorCode: 112, errorLabels: ['TransientTransactionError'] };

describe.skipIf(!capabilities.failPoints)('A counter', () => {
  const appName = newAppName();
  let world: IntegrationApp;
  let [one, two] = [new ObjectId(), new ObjectId()];
  beforeAll(async () => {
    world = await openApp([Queue, Item], [], { clientOptions: { appName } });
  });
  beforeEach(async () => {
    for (const each of ['queues', 'items']) await world.db.collection(each).deleteMany({});
    [one, two] = [new ObjectId(), new ObjectId()];
    await world.repository(Queue).insertMany([{ id: one }, { id: two }]);
    await world.repository(Item).insertMany([{ queueId: one }, { queueId: one }, { queueId: one }]);
  });
  afterAll(() => world.close());

  const items = () => world.repository(Item);
  const failing = (commands: string[], data: object, work: () => unknown, skip?: number) =>
    withFailPoint(appName, { commands, data, ...(skip !== undefined && { skip }) }, () => errorOf(work));

  /** The counters as stored, and counted anew. */
  async function lengths(): Promise<[stored: number[], fresh: number[]]> {
    const ids = [one, two];
    const queues = await Promise.all(ids.map((_id) => world.db.collection('queues').findOne({ _id })));
    const fresh = await Promise.all(
      ids.map((queueId) => world.db.collection('items').countDocuments({ queueId })),
    );
    return [queues.map((queue) => queue?.['length']), fresh];
  }

  test.each([['insert'], ['update']])(
    'is raised once if the answer to the command %s is lost',
    async (command) => {
      const error = await failing([command], lostReply, () => items().create({ queueId: two }));
      expect(error).toBeUndefined();
      expect(await lengths()).toEqual([
        [3, 1],
        [3, 1],
      ]);
    },
  );

  test('that could not be raised is an error of a receiver, and is rebuilt', async () => {
    const error = await failing(['update'], refused, () => items().create({ queueId: two }));
    expect(error).toMatchObject({ code: 'POST_SIGNAL_FAILED', applied: true, signal: 'postWrite' });
    expect(error.failures).toMatchObject([{ receiver: 'derived data' }]);
    expect(await lengths()).toEqual([
      [3, 0],
      [3, 1],
    ]);
    const [result] = await rebuildCounters(world.repository(Queue), { pause: 0 });
    expect(result).toEqual({ document: 'Queue', counter: 'length', checked: 2, different: 1, corrected: 1 });
    expect(await lengths()).toEqual([
      [3, 1],
      [3, 1],
    ]);
  });

  test('counts the documents that an update had moved before its error', async () => {
    const move = () => items().updateMany({ queueId: one }, { queueId: two });
    const error = await failing(['findAndModify'], refused, move, 1);
    expect(error).toBeInstanceOf(Error);
    expect(await lengths()).toEqual([
      [2, 1],
      [2, 1],
    ]);
  });

  test('counts the documents that a delete had deleted before its error', async () => {
    const error = await failing(['delete'], refused, () => items().deleteMany({ queueId: one }), 1);
    expect(error).toMatchObject({ code: 'DELETE_MANY_FAILED' });
    expect(await lengths()).toEqual([
      [2, 0],
      [2, 0],
    ]);
  });

  test.skipIf(!capabilities.transactions)('is raised once by a transaction that is repeated', async () => {
    const transactions = world.app.get<Transactions>(getTransactionsToken());
    const work = () => transactions.run(() => items().create({ queueId: two }));
    expect(await failing(['update'], conflict, work)).toBeUndefined();
    expect(await lengths()).toEqual([
      [3, 1],
      [3, 1],
    ]);
  });

  test.skipIf(!capabilities.transactions)('that could not be raised fails the transaction', async () => {
    const transactions = world.app.get<Transactions>(getTransactionsToken());
    const work = () => transactions.run(() => items().create({ queueId: two }));
    expect(await failing(['update'], refused, work)).toBeInstanceOf(Error);
    expect(await lengths()).toEqual([
      [3, 0],
      [3, 0],
    ]);
  });
});
