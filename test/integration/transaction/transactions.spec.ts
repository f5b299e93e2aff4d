import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  DuplicateKeyError,
  InvalidTransactionOptionsError,
  PostSignalError,
  TransactionFailedError,
  TransactionOverError,
  type Transactions,
  ValidationError,
  postSave,
  preSave,
} from 'nestjs-documents';
import type { PreSave } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { setImmediate } from 'node:timers/promises';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;

withTransactions('Transactions.run (needs transactions)', () => {
  let world: TransactionsWorld;
  let people: TransactionsWorld['people'];
  let transactions: Transactions;

  beforeAll(async () => {
    world = await openTransactionsWorld();
    ({ people, transactions } = world);
  });
  beforeEach(() => world.clear());
  afterAll(() => world.close());

  test('commits what several repositories have written, and returns what the work returns', async () => {
    const result = await transactions.run(async () => {
      await world.saved('Ada');
      await world.rooms.create({ id: 'A1' });
      return 42;
    });
    expect(result).toBe(42);
    expect(await world.names()).toEqual(['Ada']);
    expect(await world.db.collection('rooms').countDocuments()).toBe(1);
  });

  test('sends all commands in one transaction, and commits by a majority', async () => {
    const commands = await world.commandsOf(() =>
      transactions.run(async () => {
        await world.saved('Ada');
        await people.count({});
      }),
    );
    expect(commands.map(({ name }) => name)).toEqual(
      ['hello', 'insert', 'aggregate', 'commitTransaction'].filter(
        (name) => name !== 'hello' || commands.some((sent) => sent.name === 'hello'),
      ),
    );
    const inTransaction = commands.filter(({ name }) => name !== 'hello');
    expect(new Set(inTransaction.map(({ command }) => String(command['txnNumber']))).size).toBe(1);
    expect(inTransaction.every(({ command }) => command['autocommit'] === false)).toBe(true);
    expect(inTransaction.at(-1)?.command['writeConcern']).toMatchObject({ w: 'majority' });
  });

  test('rolls everything back if the work throws, and throws that very error', async () => {
    const problem = new Error('no');
    const error = await errorOf(() =>
      transactions.run(async () => {
        await world.saved('Ada');
        throw problem;
      }),
    );
    expect(error).toBe(problem);
    expect(await world.names()).toEqual([]);
  });

  test('gives the documents back as they were before, state, id and values', async () => {
    const ada = people.build({ name: 'Ada', tags: ['a'] });
    const bob = await world.loaded({ name: 'Bob', age: 1 });
    await errorOf(() =>
      transactions.run(
        async () => {
          await people.save(ada);
          bob.age = 2;
          bob.tags.push('new');
          await people.save(bob);
          await people.delete(bob);
          throw new Error('no');
        },
        { documents: [ada, bob] },
      ),
    );
    expect(ada.id).toBeUndefined();
    expect([bob.age, bob.tags]).toEqual([1, []]);
    expect(people.changes(bob).size).toBe(0);
    await people.save(ada);
    bob.age = 3;
    await people.save(bob);
    expect(await world.names()).toEqual(['Ada', 'Bob']);
  });

  test('what was changed before the work is still to be written after a rollback', async () => {
    const bob = await world.loaded({ name: 'Bob', age: 1 });
    bob.age = 2;
    await errorOf(() =>
      transactions.run(async () => {
        await people.save(bob);
        throw new Error('no');
      }),
    );
    expect(bob.age).toBe(2);
    expect(people.changes(bob).paths).toEqual(['age']);
  });

  test('puts parallel operations in line', async () => {
    await transactions.run(async () => {
      const documents = Array.from({ length: 20 }, (_, age) => people.build({ name: 'x', age }));
      await Promise.all(documents.map((document) => people.save(document)));
      expect(await people.count({})).toBe(20);
    });
    expect(await world.names()).toHaveLength(20);
  });

  test('refuses to commit after a command has failed, also if its error is caught', async () => {
    const ada = await world.loaded();
    const seen: unknown[] = [];
    const error = await errorOf(() =>
      transactions.run(async () => {
        seen.push(await errorOf(async () => people.create({ id: ada.id, name: 'again' })));
        seen.push(await errorOf(async () => people.create({ name: 'Eve' })));
      }),
    );
    expect(seen).toEqual([expect.any(DuplicateKeyError), expect.any(TransactionFailedError)]);
    expect(error).toBeInstanceOf(TransactionFailedError);
    expect(error.cause).toBe((seen[0] as Error).cause);
    expect(await world.names()).toEqual(['Ada']);
  });

  test('a document that is not valid is no reason to give up, as nothing was sent', async () => {
    await transactions.run(async () => {
      const invalid = people.build({});
      expect(await errorOf(() => people.save(invalid))).toBeInstanceOf(ValidationError);
      await world.saved('Ada');
    });
    expect(await world.names()).toEqual(['Ada']);
  });

  test('an error of a postSave receiver rolls it back', async () => {
    const error = await errorOf(() =>
      transactions.run(() =>
        withReceiver(
          world.bus,
          {
            signal: postSave,
            sender: Person,
            receiver: () => {
              throw new Error('no');
            },
          },
          () => world.saved('Ada'),
        ),
      ),
    );
    expect(error).toBeInstanceOf(PostSignalError);
    expect(await world.names()).toEqual([]);
  });

  test('an operation that is not awaited is refused, and nothing of it is written', async () => {
    let late: Promise<unknown> = Promise.resolve();
    const ada = people.build({ name: 'Ada' });
    await transactions.run(() => {
      late = errorOf(() => people.save(ada));
    });
    expect(await late).toBeInstanceOf(TransactionOverError);
    expect(await world.names()).toEqual([]);
  });

  test('work that goes on when it is over is refused, reads too', async () => {
    let late: Promise<unknown> = Promise.resolve();
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    await transactions.run(() => {
      late = errorOf(async () => {
        await finished;
        await people.count({});
      });
    });
    finish();
    expect(await late).toBeInstanceOf(TransactionOverError);
  });

  test('an operation that has written when the work ends is waited for, and belongs to it', async () => {
    let saving: Promise<unknown> = Promise.resolve();
    const told: string[] = [];
    let isWritten = (): void => undefined;
    const written = new Promise<void>((resolve) => (isWritten = resolve));
    await withReceiver(
      world.bus,
      {
        signal: postSave,
        sender: Person,
        receiver: async () => {
          isWritten();
          await setImmediate();
          told.push('told');
        },
      },
      () =>
        transactions.run(async () => {
          saving = people.create({ name: 'Ada' });
          await written;
        }),
    );
    expect(told).toEqual(['told']);
    await saving;
    expect(await world.names()).toEqual(['Ada']);
  });

  test('its session leads into it from outside of its calls, and is refused afterwards', async () => {
    const given: PreSave<Person>[] = [];
    const ada = people.build({ name: 'Ada' });
    const session = await transactions.run(async ({ session: own, id }) => {
      await withReceiver(
        world.bus,
        { signal: preSave, sender: Person, receiver: (payload) => void given.push(payload) },
        () => people.save(ada, { session: own }),
      );
      expect(
        given.map(({ session: sent, attempt, transactionId }) => [sent, attempt, transactionId]),
      ).toEqual([[own, 1, id]]);
      return own;
    });
    expect(await errorOf(() => people.count({}, { session }))).toBeInstanceOf(TransactionOverError);
  });

  test('what was loaded after a write cannot be written if it was rolled back', async () => {
    const id = new ObjectId();
    let again: Person | undefined;
    await errorOf(() =>
      transactions.run(async () => {
        await people.create({ id, name: 'Ada' });
        again = await people.getById(id);
        throw new Error('no');
      }),
    );
    const error = await errorOf(() => people.save(again as Person));
    expect(error.code).toBe('DOCUMENT_ROLLED_BACK');
  });

  test.each([undefined, null, {}, Promise.resolve(1)])(
    'work that is not a function is refused: %O',
    async (work) => {
      const error = await errorOf(() => transactions.run(work as never));
      expect(error).toMatchObject({
        code: 'INVALID_TRANSACTION_OPTIONS',
        reason: 'The work is not a function',
        remedy: 'Pass a function: run(async () => { … })',
      });
    },
  );

  test.each([
    [null],
    [{ propagation: 'nested' }],
    [{ timeout: 0 }],
    [{ timeout: '5' }],
    [{ context: 'typo' }],
    [{ documents: 'all' }],
    [{ documents: [1] }],
    [{ allowOtherConnections: 'yes' }],
  ])('options that cannot be used are refused before the work is called: %O', async (options) => {
    let isCalled = false;
    const error = await errorOf(() => transactions.run(() => (isCalled = true), options as never));
    expect(error).toBeInstanceOf(InvalidTransactionOptionsError);
    expect(isCalled).toBe(false);
  });
});
