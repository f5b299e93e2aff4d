import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TransactionInterruptedError, type Transactions, postDelete, preSave } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { withFailPoint } from '../../support/fail-points.js';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const withFailPoints = capabilities.failPoints ? test : test.skip;

withTransactions('What is under way when the work of a transaction ends (needs transactions)', () => {
  let world: TransactionsWorld;
  let people: TransactionsWorld['people'];
  let transactions: Transactions;

  beforeAll(async () => {
    world = await openTransactionsWorld();
    ({ people, transactions } = world);
  });
  beforeEach(() => world.clear());
  afterAll(() => world.close());

  test('a deleteMany that has deleted one document deletes the others as well', async () => {
    for (const name of ['Ada', 'Bob', 'Cid']) await world.loaded({ name, age: 1 });
    await world.loaded({ name: 'Dan', age: 2 });
    let deleted: Promise<number> | undefined;
    let hear = (): void => undefined;
    const heard = new Promise<void>((resolve) => (hear = resolve));
    await withReceiver(
      world.bus,
      { signal: postDelete, sender: Person, receiver: () => hear() },
      async () => {
        await transactions.run(async () => {
          deleted = people.deleteMany({ age: 1 });
          await heard;
        });
      },
    );
    expect(await deleted).toBe(3);
    expect(await world.names()).toEqual(['Dan']);
  });

  test('what its receivers do to a document is taken back with the transaction', async () => {
    const bob = await world.loaded({ name: 'Bob', age: 1 });
    let saving: Promise<unknown> | undefined;
    const change = async ({ document }: { readonly document: Person }): Promise<void> => {
      for (let turns = 0; turns < 20; turns++) await setImmediate();
      document.age = 99;
    };
    const error = await withReceiver(world.bus, { signal: preSave, sender: Person, receiver: change }, () =>
      errorOf(() =>
        transactions.run(() => {
          saving = errorOf(() => people.save(bob));
          throw new Error('no');
        }),
      ),
    );
    expect(error.message).toBe('no');
    expect(await saving).toMatchObject({ code: 'TRANSACTION_OVER' });
    expect(bob.age).toBe(1);
    expect(people.changes(bob).size).toBe(0);
  });

  withFailPoints(
    'an insertMany whose connection breaks is interrupted with the transaction (needs fail points)',
    async () => {
      const error = await withFailPoint(
        world.appName,
        { commands: ['insert'], data: { closeConnection: true } },
        () =>
          errorOf(() =>
            transactions.run(async () => people.insertMany([people.build({ name: 'Ada' })]), {
              timeout: 1,
            }),
          ),
      );
      expect(error).toBeInstanceOf(TransactionInterruptedError);
      expect(await world.names()).toEqual([]);
    },
  );
});
