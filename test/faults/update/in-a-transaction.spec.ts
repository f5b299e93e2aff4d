import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inc, postUpdate, postWrite, preUpdate, unset } from 'nestjs-documents';
import type { DisconnectReceiver, PostUpdate, PostWrite, PreUpdate } from 'nestjs-documents';
import { withFailPoint } from '../../support/fail-points.js';
import { capabilities, serverName } from '../../support/server.js';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { conflict, openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;

withTransactions(`Updates by a filter in a transaction, which need transactions (${serverName})`, () => {
  const withFailPoints = capabilities.failPoints ? test : test.skip;
  let world: TransactionsWorld;
  let people: TransactionsWorld['people'];
  let told: unknown[];
  let undo: DisconnectReceiver[];
  const onPre = (receiver: (payload: PreUpdate<Person>) => unknown) =>
    undo.push(world.bus.connect(preUpdate, Person, receiver));

  beforeAll(async () => {
    world = await openTransactionsWorld();
    ({ people } = world);
  });
  beforeEach(async () => {
    await world.clear();
    await world.db.collection('people').insertMany([{ name: 'Ada', age: 1 }, { name: 'Bob' }]);
    told = [];
    undo = (['afterCommit', 'notApplied'] as const).flatMap((phase) => [
      world.bus.connect(
        postUpdate,
        Person,
        ({ update, result }: PostUpdate<Person>) =>
          void told.push([phase, update.paths, result.matchedCount]),
        { phase },
      ),
      world.bus.connect(
        postWrite,
        Person,
        ({ writes }: PostWrite<Person>) => void told.push([phase, writes.length]),
        { phase },
      ),
    ]);
  });
  afterEach(() => {
    for (const each of undo) each();
  });
  afterAll(() => world.close());

  const stored = () =>
    world.db
      .collection('people')
      .find({}, { projection: { _id: 0 } })
      .sort({ name: 1 })
      .toArray();

  withFailPoints('each attempt begins with the update that the caller gave', async () => {
    const update = { age: inc(1), nickname: 'A' };
    const [steps, attempts]: [unknown[], unknown[]] = [[], []];
    onPre(({ update: draft, attempt }) => {
      attempts.push(attempt);
      steps.push(draft.steps);
      draft.set('status', `attempt ${attempt}`).set('age', inc(5));
      draft.remove('nickname');
    });

    await withFailPoint(world.appName, { commands: ['update'], times: 2, data: { ...conflict } }, () =>
      world.transactions.run(() => people.updateMany({ name: 'Ada' }, update)),
    );

    const given = [
      { path: 'age', operator: 'inc', value: 1 },
      { path: 'nickname', operator: 'set', value: 'A' },
    ];
    expect(steps).toEqual([given, given, given]);
    expect(attempts).toEqual([1, 2, 3]);
    expect(Object.keys(update)).toEqual(['age', 'nickname']);
    expect(await stored()).toEqual([{ name: 'Ada', age: 6, status: 'attempt 3' }, { name: 'Bob' }]);
    expect(told).toEqual([
      ['afterCommit', ['age', 'status'], 1],
      ['afterCommit', 1],
    ]);
  });

  test('a veto that the work lets through: nothing is stored, and its caller gets that very error', async () => {
    const veto = new Error('veto');
    onPre(({ update }) => {
      if (update.has('nickname')) throw veto;
    });
    let error: unknown;
    const sent = await world.commandsOf(async () => {
      error = await errorOf(() =>
        world.transactions.run(async () => {
          await people.updateOne({ name: 'Ada' }, { age: 2 });
          await people.updateOne({ name: 'Bob' }, { nickname: 'B' });
        }),
      );
    });

    expect(error).toBe(veto);
    expect(sent.map(({ name }) => name)).toEqual(['update', 'abortTransaction']);
    expect(await stored()).toEqual([{ name: 'Ada', age: 1 }, { name: 'Bob' }]);
    expect(told).toEqual([
      ['notApplied', ['age'], 1],
      ['notApplied', ['nickname'], 0],
      ['notApplied', 2],
    ]);
  });

  test('a veto that the work catches: the rest is committed, as nothing was sent for what was vetoed', async () => {
    onPre(({ update }) => {
      if (update.has('nickname')) throw new Error('veto');
    });
    await world.transactions.run(async () => {
      await errorOf(() => people.updateOne({ name: 'Bob' }, { nickname: 'B' }));
      await people.updateMany({ name: 'Ada' }, { age: unset() });
    });

    expect(await stored()).toEqual([{ name: 'Ada' }, { name: 'Bob' }]);
    expect(told).toEqual([
      ['notApplied', ['nickname'], 0],
      ['afterCommit', ['age'], 1],
      ['afterCommit', 1],
      ['notApplied', 1],
    ]);
  });

  test('a duplicate key in the middle of updateMany: all of it is rolled back, which is told', async () => {
    const collection = world.db.collection('people');
    const index = await collection.createIndex({ e_mail: 1 }, { unique: true, sparse: true }, {});
    const error = await errorOf(() =>
      world.transactions.run(() => people.updateMany({}, { email: 'x' }, { allowAll: true })),
    );

    await collection.dropIndex(index);
    expect(error).toMatchObject({ code: 'DUPLICATE_KEY', outcome: 'notApplied' });
    expect(await stored()).toEqual([{ name: 'Ada', age: 1 }, { name: 'Bob' }]);
    expect(told).toEqual([
      ['notApplied', ['email'], 0],
      ['notApplied', 1],
    ]);
  });

  test('a receiver of postUpdate that throws fails all of it', async () => {
    undo.push(
      world.bus.connect(postUpdate, Person, () => {
        throw new Error('post');
      }),
    );
    const error = await errorOf(() =>
      world.transactions.run(() => people.updateMany({ name: 'Ada' }, { age: 2 })),
    );

    expect(error).toMatchObject({ code: 'POST_SIGNAL_FAILED' });
    expect(await stored()).toEqual([{ name: 'Ada', age: 1 }, { name: 'Bob' }]);
  });
});
