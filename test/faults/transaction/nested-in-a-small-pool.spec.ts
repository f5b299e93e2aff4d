import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DocumentsError } from 'nestjs-documents';
import { capabilities, serverName } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const count = 50;

withTransactions(
  `Fault 30: 50 transactions with one of their own in each, and a pool of 2 (needs transactions; ${serverName})`,
  () => {
    let world: TransactionsWorld;
    /** A world in which a call waits only briefly for a connection. */
    let small: TransactionsWorld;

    beforeAll(async () => {
      const clientOptions = { maxPoolSize: 2, waitQueueTimeoutMS: 5000 };
      world = await openTransactionsWorld([], { clientOptions });
      small = await openTransactionsWorld([], {
        clientOptions: { ...clientOptions, waitQueueTimeoutMS: 20 },
      });
    });
    beforeEach(() => world.clear());
    afterAll(async () => {
      await small.close();
      await world.close();
    });

    /** Runs them all at the same time. */
    const runAll = async (timeout: number) => {
      const start = performance.now();
      const outcomes = await Promise.allSettled(
        Array.from({ length: count }, (_, index) =>
          world.transactions.run(
            async () => {
              await world.saved(`outer ${index}`);
              await world.transactions.run(() => world.saved(`inner ${index}`), {
                propagation: 'requiresNew',
                timeout,
              });
              await world.saved(`last ${index}`);
            },
            { timeout },
          ),
        ),
      );
      return { outcomes, time: performance.now() - start };
    };

    test('all are committed, since none holds a connection while it waits', async () => {
      const { outcomes, time } = await runAll(20_000);
      expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
      expect(time).toBeLessThan(20_000);
      const names = await world.names();
      expect(names.filter((name) => name.startsWith('outer'))).toHaveLength(count);
      expect(names.filter((name) => name.startsWith('last'))).toHaveLength(count);
      // Each attempt of an outer one commits an inner one for itself.
      expect(names.filter((name) => name.startsWith('inner')).length).toBeGreaterThanOrEqual(count);
    }, 60_000);

    test('no connection is lost: as many are free afterwards as before', async () => {
      await runAll(20_000);
      const checkedOut = new Set<unknown>();
      const { client } = world.connection;
      client.on('connectionCheckedOut', ({ connectionId }) => checkedOut.add(connectionId));
      client.on('connectionCheckedIn', ({ connectionId }) => checkedOut.delete(connectionId));
      await Promise.all(Array.from({ length: 10 }, (_, index) => world.saved(`after ${index}`)));
      expect(checkedOut.size).toBe(0);
      client.removeAllListeners('connectionCheckedOut').removeAllListeners('connectionCheckedIn');
    }, 60_000);

    test('where none becomes free in time, each ends with a typed error or is committed, soon, and whole', async () => {
      const start = performance.now();
      const outcomes = await Promise.allSettled(
        Array.from({ length: count }, (_, index) =>
          small.transactions.run(
            async () => {
              await small.saved(`a ${index}`);
              await small.transactions.run(() => small.saved(`inner ${index}`), {
                propagation: 'requiresNew',
                timeout: 1000,
              });
              await small.saved(`b ${index}`);
            },
            { timeout: 1000 },
          ),
        ),
      );
      expect(performance.now() - start).toBeLessThan(15_000);
      const failed = outcomes.filter((each) => each.status === 'rejected').map(({ reason }) => reason);
      expect(failed.length).toBeGreaterThan(0);
      expect(failed.filter((reason) => !(reason instanceof DocumentsError))).toEqual([]);
      const names = new Set(await small.names());
      outcomes.forEach(({ status }, index) => {
        const isCommitted = status === 'fulfilled';
        expect([names.has(`a ${index}`), names.has(`b ${index}`)]).toEqual([isCommitted, isCommitted]);
      });
    }, 60_000);
  },
);
