import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CommitOutcomeUnknownError, ParallelWriteError, type Transactions } from 'nestjs-documents';
import { withFailPoint } from '../../support/fail-points.js';
import { newGate } from '../../support/gate.js';
import { errorOf } from '../../support/world/integration-app.js';
import type { Person } from '../../support/world/integration-people.js';
import { capabilities } from '../../support/server.js';
import { conflict, openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const withFailPoints = capabilities.failPoints ? test : test.skip;

withTransactions('A document object that a transaction has (needs transactions)', () => {
  let world: TransactionsWorld;
  let people: TransactionsWorld['people'];
  let transactions: Transactions;

  beforeAll(async () => {
    world = await openTransactionsWorld();
    ({ people, transactions } = world);
  });
  beforeEach(() => world.clear());
  afterAll(() => world.close());

  /** Calls `other` while a transaction has the document; that is rolled back afterwards. @returns the error of `other` */
  const beside = async (ada: Person, isWritten: boolean, other: () => unknown): Promise<any> => {
    const [begun, done] = [newGate(), newGate()];
    const running = errorOf(() =>
      transactions.run(
        async () => {
          if (isWritten) {
            ada.age = 2;
            await people.save(ada);
          }
          begun.open();
          await done.opened;
          throw new Error('no');
        },
        { documents: isWritten ? [] : [ada] },
      ),
    );
    await begun.opened;
    const error = await errorOf(other);
    done.open();
    await running;
    return error;
  };
  const change = (ada: Person): Promise<unknown> => people.save(Object.assign(ada, { nickname: 'other' }));
  const others: [string, (ada: Person) => unknown][] = [
    ['saved', change],
    ['deleted', (ada) => people.delete(ada)],
    ['reloaded', (ada) => people.reload(ada)],
    [
      'saved with a session of its own',
      (ada) =>
        world.connection.client.withSession((session) =>
          people.save(Object.assign(ada, { nickname: 'other' }), { session }),
        ),
    ],
    ['saved in another transaction', (ada) => transactions.run(() => change(ada))],
    [
      'named and saved in another transaction',
      (ada) => transactions.run(() => change(ada), { documents: [ada] }),
    ],
  ];

  test.each(others)('is not %s beside one that has written it', async (_, other) => {
    const ada = await world.loaded({ name: 'Ada', age: 1 });
    const error = await beside(ada, true, () => other(ada));
    expect(error).toBeInstanceOf(ParallelWriteError);
    expect(error.writer).toBe('transaction');
    expect(await world.db.collection('people').findOne({ _id: ada.id })).toMatchObject({ age: 1 });
  });

  test.each(others)('is not %s beside one that was only given it', async (_, other) => {
    const ada = await world.loaded({ name: 'Ada', age: 1 });
    const error = await beside(ada, false, () => other(ada));
    expect(error).toBeInstanceOf(ParallelWriteError);
    expect(await world.db.collection('people').countDocuments({ nickname: 'other' })).toBe(0);
  });

  test('is not inserted by somebody else beside one that was given it', async () => {
    const ada = people.build({ name: 'Ada' });
    expect(await beside(ada, false, () => people.insertMany([ada]))).toBeInstanceOf(ParallelWriteError);
    expect(await world.names()).toEqual([]);
  });

  test('may be given to another one that only reads it, and that gives nothing back', async () => {
    const ada = await world.loaded({ name: 'Ada', age: 1 });
    const seen: unknown[] = [];
    const read = transactions.run.bind(transactions, () => seen.push(ada.age), { documents: [ada] });
    expect(await beside(ada, true, read)).toBeUndefined();
    expect([seen, ada.age]).toEqual([[2], 2]);
  });

  test('is refused in a transaction of its own inside of the one that has it', async () => {
    const ada = await world.loaded({ name: 'Ada', age: 1 });
    const inner = await transactions.run(
      () =>
        errorOf(() => transactions.run(() => change(ada), { propagation: 'requiresNew', documents: [ada] })),
      { documents: [ada] },
    );
    expect(inner).toBeInstanceOf(ParallelWriteError);
  });

  test('is written by what joins the transaction', async () => {
    const ada = await world.loaded({ name: 'Ada', age: 1 });
    await transactions.run(() => transactions.run(() => change(ada), { documents: [ada] }), {
      documents: [ada],
    });
    expect(await world.db.collection('people').findOne({ _id: ada.id })).toMatchObject({ nickname: 'other' });
  });

  test('keeps what a save under way has written, which the transaction was given it beside', async () => {
    const ada = await world.loaded({ name: 'Ada', age: 1 });
    const saving = people.save(Object.assign(ada, { age: 5 }));
    await errorOf(() =>
      transactions.run(
        async () => {
          await saving;
          throw new Error('no');
        },
        { documents: [ada] },
      ),
    );
    ada.nickname = 'later';
    await people.save(ada);
    expect(await world.db.collection('people').findOne({ _id: ada.id })).toMatchObject({
      age: 5,
      nickname: 'later',
    });
  });

  test.each<[string, (ada: Person) => unknown]>([
    ['is committed', (ada) => transactions.run(() => people.save(ada), { documents: [ada] })],
    ['wrote nothing', (ada) => transactions.run(() => undefined, { documents: [ada] })],
    ['was rolled back', (ada) => beside(ada, true, () => undefined)],
    ['has loaded and saved it', (ada) => transactions.run(async () => people.save(ada))],
    [
      'was refused it',
      (ada) =>
        errorOf(() =>
          transactions.run(() => people.save(Object.assign(ada, { name: 5 })), { documents: [ada] }),
        ),
    ],
    [
      'was not begun',
      (ada) =>
        errorOf(() => transactions.run(() => undefined, { documents: [ada], readConcern: 'x' as never })),
    ],
  ])('is free again when the transaction %s', async (_, end) => {
    const ada = await world.loaded({ name: 'Ada', age: 1 });
    await end(ada);
    await people.save(Object.assign(ada, { name: 'Ada', age: 7 }));
    expect(await world.db.collection('people').findOne({ _id: ada.id })).toMatchObject({ age: 7 });
  });

  withFailPoints('is free again when the outcome of its commit is unknown', async () => {
    const ada = await world.loaded({ name: 'Ada', age: 1 });
    const error = await withFailPoint(
      world.appName,
      { commands: ['commitTransaction'], data: { errorCode: 50 } },
      () => errorOf(() => transactions.run(() => people.save(Object.assign(ada, { age: 2 })))),
    );
    expect(error).toBeInstanceOf(CommitOutcomeUnknownError);
    expect(await people.reload(ada)).toBe(ada);
  });

  withFailPoints('stays its own while it is repeated', async () => {
    const ada = await world.loaded({ name: 'Ada', age: 1 });
    const errors: unknown[] = [];
    await withFailPoint(world.appName, { commands: ['update'], times: 1, data: { ...conflict } }, () =>
      transactions.run(
        async ({ attempt }) => {
          ada.age = 1 + attempt;
          if (attempt === 2)
            errors.push(
              await errorOf(() => transactions.run(() => people.save(ada), { propagation: 'requiresNew' })),
            );
          await people.save(ada);
        },
        { documents: [ada] },
      ),
    );
    expect(errors).toEqual([expect.any(ParallelWriteError)]);
    expect(await world.db.collection('people').findOne({ _id: ada.id })).toMatchObject({ age: 3 });
  });
});
