import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DocumentRepository, QuerySet, TransactionOverError, Transactions } from 'nestjs-documents';
import type { OperationOptions } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf } from '../../support/world/integration-app.js';
import { publicMethods } from '../../support/public-methods.js';
import { capabilities } from '../../support/server.js';
import type { MethodCase } from './method-case.js';
import { methodsThatDelete } from './methods-that-delete.js';
import { methodsThatRead } from './methods-that-read.js';
import { methodsThatFindAndWrite } from './methods-that-find-and-write.js';
import { methodsThatRestoreAndLease } from './methods-that-restore-and-lease.js';
import { methodsThatSaveTogether } from './methods-that-save-together.js';
import { methodsThatUpdate } from './methods-that-update.js';
import { methodsThatWrite } from './methods-that-write.js';
import { readStored } from '../plain.js';
import { clear, startWorld, stopWorld } from '../world.js';
import type { World } from '../world.js';

const rows = [
  ...methodsThatWrite,
  ...methodsThatDelete,
  ...methodsThatRestoreAndLease,
  ...methodsThatFindAndWrite,
  ...methodsThatUpdate,
  ...methodsThatSaveTogether,
  ...methodsThatRead,
].map((row) => ({
  ...row,
  title: `${row.of}.${row.method} when ${row.when}`,
}));

const withTransactions = capabilities.transactions ? describe : describe.skip;

withTransactions('In a transaction (needs transactions)', () => {
  let world: World;
  let transactions: Transactions;

  beforeAll(async () => {
    world = await startWorld();
    transactions = world.app.get(Transactions);
    for (const name of ['author', 'animal', 'task']) await world.db.createCollection(name);
    // Which asks the server once whether it has transactions.
    await transactions.run(() => undefined);
  });
  beforeEach(() => clear(world));
  afterAll(() => stopWorld(world));

  /** Calls the method of a case, while somebody listens to everything. */
  const call = async (row: MethodCase, subject: unknown, options: OperationOptions = {}): Promise<void> => {
    using _recorder = new SignalRecorder(world.bus);
    await row.call(world, subject, options);
  };

  /** Lists for each command the transaction it belongs to, and whether it starts that transaction. */
  const membership = (): unknown[] =>
    world.commands.sent.map(({ lsid, txnNumber, autocommit, startTransaction }) => ({
      session: lsid?.id.toString('hex'),
      hasNumber: txnNumber !== undefined,
      isAnother: String(txnNumber) !== String(world.commands.sent[0]?.['txnNumber']),
      autocommit,
      startTransaction,
    }));

  /** Expects the commands of a case in one transaction, with the commit if there are any. */
  const allInOne = (row: MethodCase, session: string): unknown[] =>
    [...row.commands, ...(row.commands.length > 0 ? ['commitTransaction'] : [])].map((_, index) => ({
      session,
      hasNumber: true,
      isAnother: false,
      autocommit: false,
      startTransaction: index === 0 ? true : undefined,
    }));

  test('every public method is called here', () => {
    const called = (owner: string): string[] =>
      [...new Set(rows.filter(({ of }) => of === owner).map(({ method }) => method))].sort();
    expect(called('DocumentRepository')).toEqual(publicMethods(DocumentRepository));
    expect(called('QuerySet')).toEqual(publicMethods(QuerySet));
  });

  test('deleteMany, where nobody listens, sends its one command in it, and is refused after it', async () => {
    await world.authors.save(world.authors.build({ name: 'ada' }));
    const deleteAda = (options: OperationOptions = {}) => world.authors.deleteMany({ name: 'ada' }, options);
    world.commands.clear();
    const session = await transactions.run(async (own) => {
      expect(await deleteAda()).toBe(1);
      return own.session;
    });

    expect(world.commands.names).toEqual(['delete', 'commitTransaction']);
    expect(world.commands.sent.map(({ autocommit }) => autocommit)).toEqual([false, false]);
    expect(String(world.commands.sent[0]?.['txnNumber'])).toBe(String(world.commands.sent[1]?.['txnNumber']));
    expect(await errorOf(() => deleteAda({ session }))).toBeInstanceOf(TransactionOverError);
    expect(world.commands.names).toHaveLength(2);
  });

  test.each(rows.filter((row) => row.isRefusedInTransactions))(
    '$title is refused, sends nothing, and the transaction goes on',
    async (row) => {
      const subject: unknown = await row.arrange(world);
      world.commands.clear();
      const error = await transactions.run(() => errorOf(() => call(row, subject)));
      expect([error.code, world.commands.names]).toEqual(['INVALID_QUERY', []]);
    },
  );

  describe.each(rows.filter((row) => !row.isRefusedInTransactions))('$title', (row) => {
    test('its commands belong to the transaction, and do what they do elsewhere', async () => {
      const subject: unknown = await row.arrange(world);
      world.commands.clear();
      const id = await transactions.run(async ({ session }) => {
        await call(row, subject);
        return session.id?.id.toString('hex') as string;
      });

      expect(world.commands.names.slice(0, row.commands.length)).toEqual(row.commands);
      expect(membership()).toEqual(allInOne(row, id));
      expect(await readStored(world.db)).toEqual(row.stored);
    });

    test('so they do from outside of its calls, with its session', async () => {
      const subject: unknown = await row.arrange(world);
      const outside = AsyncLocalStorage.snapshot();
      world.commands.clear();
      const id = await transactions.run(async ({ session }) => {
        await outside(() => call(row, subject, { session }));
        return session.id?.id.toString('hex') as string;
      });

      expect(membership()).toEqual(allInOne(row, id));
      expect(await readStored(world.db)).toEqual(row.stored);
    });

    test('is rolled back with it', async () => {
      const subject: unknown = await row.arrange(world);
      const before = await readStored(world.db);
      const problem = new Error('no');

      expect(
        await errorOf(() =>
          transactions.run(async () => {
            await call(row, subject);
            throw problem;
          }),
        ),
      ).toBe(problem);
      expect(await readStored(world.db)).toEqual(before);
    });

    describe.each(['in a call that it began', 'with its session'])('after its end, %s', (how) => {
      test(row.commands.length > 0 ? 'is refused, and sends nothing' : 'sends nothing', async () => {
        const subject: unknown = await row.arrange(world);
        const late = await transactions.run(({ session }) => {
          const inside = AsyncLocalStorage.snapshot();
          return how === 'with its session'
            ? () => call(row, subject, { session })
            : () => inside(() => call(row, subject));
        });
        world.commands.clear();
        const error = await errorOf(late);

        if (row.commands.length > 0) expect(error).toBeInstanceOf(TransactionOverError);
        expect(world.commands.names).toEqual([]);
      });
    });
  });
});
