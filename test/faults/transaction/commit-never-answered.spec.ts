import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CommitOutcomeUnknownError, Transaction, postCommit, postRollback } from 'nestjs-documents';
import { errorOf } from '../../support/world/integration-app.js';
import { openLossyProxy } from '../../support/proxy/lossy-proxy.js';
import type { LossyProxy } from '../../support/proxy/lossy-proxy.js';
import { capabilities, serverName } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;

// A commit has 10 seconds for its answer at least.
vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 });

withTransactions(
  `Fault 14: a commit is never answered, and the driver has no socketTimeoutMS, which needs transactions (${serverName})`,
  () => {
    let proxy: LossyProxy;
    let world: TransactionsWorld;

    beforeEach(async () => {
      proxy = await openLossyProxy();
      world = await openTransactionsWorld([], { uri: proxy.uri });
    });
    afterEach(async () => {
      await world.close();
      await proxy.close();
    });

    test('the caller hears at the end of its time that the outcome is unknown, and the document can be written again', async () => {
      const heard: string[] = [];
      world.bus.connect(postCommit, Transaction, () => heard.push('committed'));
      world.bus.connect(postRollback, Transaction, () => heard.push('rolled back'));
      const bob = await world.loaded({ name: 'Bob', age: 1 });
      proxy.lose({ command: 'commitTransaction', how: 'silence' });
      const began = performance.now();
      const error = await errorOf(() =>
        world.transactions.run(
          async () => {
            bob.age = 2;
            await world.people.save(bob);
          },
          { documents: [bob], timeout: 1 },
        ),
      );
      expect(error).toBeInstanceOf(CommitOutcomeUnknownError);
      expect([error.outcome, error.cause, proxy.lost]).toEqual(['unknown', undefined, 1]);
      expect(performance.now() - began).toBeGreaterThan(9_900);
      expect(performance.now() - began).toBeLessThan(20_000);
      expect([heard, bob.age]).toEqual([[], 1]);
      // The server has done what it was asked for, and the other connections of the pool work.
      await world.people.reload(bob);
      expect(bob.age).toBe(2);
      await world.transactions.run(async () => {
        bob.age = 3;
        await world.people.save(bob);
      });
      expect(await world.db.collection('people').findOne({ _id: bob.id })).toMatchObject({ age: 3 });
      expect(heard).toEqual(['committed']);
    });
  },
);
