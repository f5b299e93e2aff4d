import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Transaction, TransactionFailedError, postCommit, postRollback, postSave } from 'nestjs-documents';
import type { PostSave, TransactionPropagation, DisconnectReceiver } from 'nestjs-documents';
import { withFailPoint } from '../../support/fail-points.js';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities, serverName } from '../../support/server.js';
import { conflict, openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const withFailPoints = capabilities.failPoints ? test : test.skip;

withTransactions(
  `Fault 21: a transaction in a transaction fails and is caught, which needs transactions (${serverName})`,
  () => {
    let world: TransactionsWorld;
    let people: TransactionsWorld['people'];
    let heard: string[];
    let undo: DisconnectReceiver[];

    beforeAll(async () => {
      world = await openTransactionsWorld();
      ({ people } = world);
    });
    beforeEach(async () => {
      await world.clear();
      heard = [];
      const { bus } = world;
      undo = (['afterCommit', 'notApplied'] as const).map((phase) => {
        const receiver = ({ document }: PostSave<Person>) => heard.push(`${document.name} ${phase}`);
        return bus.connect(postSave, Person, receiver, { phase });
      });
      undo.push(bus.connect(postCommit, Transaction, () => heard.push('committed')));
      undo.push(bus.connect(postRollback, Transaction, () => heard.push('rolled back')));
    });
    afterEach(() => {
      for (const each of undo) each();
    });
    afterAll(() => world.close());

    const problem = new Error('inner');
    /** An outer transaction that catches the error of an inner one, and goes on. */
    const run = (propagation: TransactionPropagation, after: () => unknown = () => undefined) =>
      errorOf(() =>
        world.transactions.run(async () => {
          await world.saved('before');
          const inner = await errorOf(() =>
            world.transactions.run(
              async () => {
                await world.saved('inner');
                throw problem;
              },
              { propagation },
            ),
          );
          expect(inner).toBe(problem);
          await after();
        }),
      );

    test.each(['required', 'mandatory'] as const)(
      '%s: the whole is rolled back, once, and refuses to go on',
      async (propagation) => {
        let later: unknown;
        const error = await run(propagation, async () => {
          later = await errorOf(() => world.saved('after'));
        });
        expect(error).toBeInstanceOf(TransactionFailedError);
        expect(error.cause).toBe(problem);
        expect(later).toBeInstanceOf(TransactionFailedError);
        expect(await world.names()).toEqual([]);
        expect(heard).toEqual(['before notApplied', 'inner notApplied', 'rolled back']);
      },
    );

    test('requiresNew: only the inner one is rolled back, and the outer one goes on', async () => {
      expect(await run('requiresNew', () => world.saved('after'))).toBeUndefined();
      expect(await world.names()).toEqual(['after', 'before']);
      expect(heard).toEqual([
        ...['inner notApplied', 'rolled back'],
        ...['before afterCommit', 'after afterCommit', 'committed'],
      ]);
    });

    test('requiresNew: a duplicate key in the inner one does not fail the outer one', async () => {
      const ada = await world.saved('Ada');
      heard.length = 0;
      await world.transactions.run(async () => {
        await world.saved('Bob');
        const error = await errorOf(() =>
          world.transactions.run(async () => people.save(people.build({ id: ada.id, name: 'X' })), {
            propagation: 'requiresNew',
          }),
        );
        expect(error.code).toBe('DUPLICATE_KEY');
      });
      expect(await world.names()).toEqual(['Ada', 'Bob']);
    });

    test('requiresNew: what the inner one has committed stays when the outer one fails', async () => {
      const error = await errorOf(() =>
        world.transactions.run(async () => {
          await world.saved('outer');
          await world.transactions.run(() => world.saved('inner'), { propagation: 'requiresNew' });
          throw problem;
        }),
      );
      expect(error).toBe(problem);
      expect(await world.names()).toEqual(['inner']);
      expect(heard).toEqual([...['inner afterCommit', 'committed'], ...['outer notApplied', 'rolled back']]);
    });

    withFailPoints(
      'required: a conflict in the inner one repeats the outer one (needs fail points)',
      async () => {
        const attempts: string[] = [];
        await withFailPoint(world.appName, { commands: ['insert'], data: { ...conflict } }, () =>
          world.transactions.run(async ({ attempt, id }) => {
            attempts.push(`outer ${attempt}`);
            await world.transactions.run(async (inner) => {
              attempts.push(`inner ${inner.attempt}`);
              expect(inner.id).toBe(id);
              await world.saved('inner');
            });
          }),
        );
        expect(attempts).toEqual(['outer 1', 'inner 1', 'outer 2', 'inner 2']);
        expect(await world.names()).toEqual(['inner']);
        expect(heard).toEqual(['inner afterCommit', 'committed']);
      },
    );

    withFailPoints(
      'requiresNew: a conflict in the inner one repeats only that (needs fail points)',
      async () => {
        const attempts: string[] = [];
        await withFailPoint(world.appName, { commands: ['insert'], data: { ...conflict } }, () =>
          world.transactions.run(async ({ attempt }) => {
            attempts.push(`outer ${attempt}`);
            await world.transactions.run(
              async (inner) => {
                attempts.push(`inner ${inner.attempt}`);
                await world.saved('inner');
              },
              { propagation: 'requiresNew' },
            );
          }),
        );
        expect(attempts).toEqual(['outer 1', 'inner 1', 'inner 2']);
        expect(await world.names()).toEqual(['inner']);
      },
    );
  },
);
