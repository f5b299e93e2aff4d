import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  DocumentRolledBackError,
  TransactionNotRepeatableError,
  TransactionOverError,
  type Transactions,
} from 'nestjs-documents';
import { TransactionAttempt } from '../../../lib/transaction/transaction-attempt.js';
import { withFailPoint } from '../../support/fail-points.js';
import { errorOf } from '../../support/world/integration-app.js';
import { storedPerson } from '../../support/world/integration-people.js';
import type { Person } from '../../support/world/integration-people.js';
import { newGate } from '../../support/gate.js';
import { capabilities } from '../../support/server.js';
import { conflict, openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const withFailPoints = capabilities.failPoints ? test : test.skip;

withTransactions('What is loaded in a transaction (needs transactions)', () => {
  let world: TransactionsWorld;
  let people: TransactionsWorld['people'];
  let transactions: Transactions;

  beforeAll(async () => {
    world = await openTransactionsWorld();
    ({ people, transactions } = world);
  });
  beforeEach(() => world.clear());
  afterAll(() => world.close());

  test.each<[string, () => Promise<Person>]>([
    ['a list', async () => (await people.find({}).toArray())[0] as Person],
    [
      'a stream',
      async () => {
        for await (const person of people.find({})) return person;
        throw new Error('nothing there');
      },
    ],
    ['the first of a query', async () => (await people.find({}).first()) as Person],
    ['an id', async () => people.getById((await people.findOne({}))?.id as Person['id'])],
  ])('by %s, after it has written, cannot be written after the rollback', async (_, load) => {
    let loaded: Person | undefined;
    await errorOf(() =>
      transactions.run(async () => {
        await world.saved('Ada');
        loaded = await load();
        throw new Error('no');
      }),
    );
    const error = await errorOf(() => people.save(Object.assign(loaded as Person, { age: 5 })));
    expect(error).toBeInstanceOf(DocumentRolledBackError);
  });

  withFailPoints(
    'by a stream that is left is closed when the commands of others have their answers',
    async () => {
      await world.db.collection('people').insertMany(Array.from({ length: 150 }, () => storedPerson()));
      const { client } = world.connection;
      const events: string[] = [];
      const insertIsSent = newGate();
      client.on('commandStarted', ({ commandName }) => {
        events.push(`${commandName} is sent`);
        if (commandName === 'insert') insertIsSent.open();
      });
      client.on('commandSucceeded', ({ commandName }) => events.push(`${commandName} is answered`));
      const data = { blockConnection: true, blockTimeMS: 200 };
      await withFailPoint(world.appName, { commands: ['insert'], data }, () =>
        transactions.run(async () => {
          let saving: Promise<unknown> | undefined;
          for await (const _person of people.find({})) {
            saving = world.saved('Ada');
            await insertIsSent.opened;
            break;
          }
          await saving;
        }),
      );
      expect(events).toEqual([
        ...['find is sent', 'find is answered'],
        ...['insert is sent', 'insert is answered'],
        ...['killCursors is sent', 'killCursors is answered'],
        ...['commitTransaction is sent', 'commitTransaction is answered'],
      ]);
    },
  );

  test.each([
    ['read to its end', false],
    ['left', true],
  ])('by a stream that is %s is no part of the transaction any more', async (_, isLeft) => {
    await world.saved('Ada');
    const { left, undo } = countLeft();
    try {
      await transactions.run(async () => {
        for await (const _person of people.find({})) if (isLeft) break;
        expect(left()).toBe(1);
      });
    } finally {
      undo();
    }
  });

  withFailPoints('and changed depends on the attempt before where it was met from outside', async () => {
    const ada = await world.loaded({ name: 'Ada', age: 1 });
    const ages: unknown[] = [];
    const error = await withFailPoint(
      world.appName,
      { commands: ['update'], times: 1, data: { ...conflict } },
      () =>
        errorOf(() =>
          transactions.run(async ({ attempt }) => {
            ada.age = 10 * attempt;
            ages.push(ada.age);
            await people.save(ada);
          }),
        ),
    );
    expect(error).toBeInstanceOf(TransactionNotRepeatableError);
    expect(ages).toEqual([10, 20]);
  });

  withFailPoints(
    'and changed by the work after it was saved is not asked of again in the same attempt',
    async () => {
      const ada = await world.loaded({ name: 'Ada', age: 1 });
      const result = await withFailPoint(
        world.appName,
        { commands: ['update'], times: 1, data: { ...conflict } },
        () =>
          transactions.run(async ({ attempt }) => {
            ada.age = 2;
            await people.save(ada);
            ada.age += 1;
            await people.save(ada);
            return attempt;
          }),
      );
      expect(result).toBe(2);
      expect(await world.db.collection('people').findOne({ _id: ada.id })).toMatchObject({ age: 3 });
    },
  );

  test('by a stream that is not awaited is refused when the work is over', async () => {
    await world.saved('Ada');
    await world.saved('Bob');
    let walking: Promise<any> | undefined;
    await transactions.run(async () => {
      const iterator = people.find({})[Symbol.asyncIterator]();
      await iterator.next();
      walking = Promise.resolve()
        .then(() => setImmediatePromise())
        .then(() => errorOf(() => iterator.next()));
    });
    expect(await walking).toBeInstanceOf(TransactionOverError);
  });
});

/** Counts the operations that leave their transactions. */
function countLeft(): { left: () => number; undo: () => void } {
  const { prototype } = TransactionAttempt;
  const original = Object.getOwnPropertyDescriptor(prototype, 'leave') as PropertyDescriptor;
  const leave = original.value as TransactionAttempt['leave'];
  let count = 0;
  prototype.leave = function (this: TransactionAttempt, participant) {
    count++;
    leave.call(this, participant);
  };
  return { left: () => count, undo: () => Object.defineProperty(prototype, 'leave', original) };
}

const setImmediatePromise = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
