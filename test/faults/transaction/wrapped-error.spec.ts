import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withFailPoint } from '../../support/fail-points.js';
import { errorOf } from '../../support/world/integration-app.js';
import { capabilities, serverName } from '../../support/server.js';
import { conflict, openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withFailPoints = capabilities.transactions && capabilities.failPoints ? describe : describe.skip;

class OrderError extends Error {}

withFailPoints(
  `Fault 16: the work makes another error of a conflict, which needs fail points (${serverName})`,
  () => {
    let world: TransactionsWorld;

    beforeAll(async () => {
      world = await openTransactionsWorld();
    });
    beforeEach(() => world.clear());
    afterAll(() => world.close());

    const ways: [string, (error: unknown) => unknown][] = [
      ['an error with it as its cause', (error) => new OrderError('no order', { cause: error })],
      [
        'an error with it as the cause of its cause',
        (error) => new OrderError('no order', { cause: new Error('not stored', { cause: error }) }),
      ],
      ['an error that knows nothing of it', () => new OrderError('no order')],
      ['an AggregateError', (error) => new AggregateError([error], 'several')],
      ['no error at all', () => 'no order'],
    ];
    test.each(ways)('%s: the work is called again', async (_title, wrap) => {
      const attempts: number[] = [];
      await withFailPoint(world.appName, { commands: ['insert'], times: 2, data: { ...conflict } }, () =>
        world.transactions.run(async ({ attempt }) => {
          attempts.push(attempt);
          const error = await errorOf(() => world.saved('Ada'));
          if (error) throw wrap(error);
        }),
      );
      expect(attempts).toEqual([1, 2, 3]);
      expect(await world.names()).toEqual(['Ada']);
    });

    test('nothing, since it is caught: the work is called again, as nothing of it could be committed', async () => {
      const attempts: number[] = [];
      await withFailPoint(world.appName, { commands: ['insert'], data: { ...conflict } }, () =>
        world.transactions.run(async ({ attempt }) => {
          attempts.push(attempt);
          await errorOf(() => world.saved('Ada'));
        }),
      );
      expect(attempts).toEqual([1, 2]);
      expect(await world.names()).toEqual(['Ada']);
    });

    test('the caller gets the error of the work when the timeout is over', async () => {
      const wrapped = new OrderError('no order');
      const error = await withFailPoint(
        world.appName,
        { commands: ['insert'], times: 1000, data: { ...conflict } },
        () =>
          errorOf(() =>
            world.transactions.run(
              async () => {
                if (await errorOf(() => world.saved('Ada'))) throw wrapped;
              },
              { timeout: 30 },
            ),
          ),
      );
      expect(error).toBe(wrapped);
      expect(await world.names()).toEqual([]);
    });

    test('an error beside no failed command is thrown at once', async () => {
      let calls = 0;
      const error = await errorOf(() =>
        world.transactions.run(() => {
          calls++;
          throw new OrderError('no order');
        }),
      );
      expect(error).toBeInstanceOf(OrderError);
      expect(calls).toBe(1);
    });
  },
);
