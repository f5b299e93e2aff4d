import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Injectable } from '@nestjs/common';
import { Transactional, type Transactions } from 'nestjs-documents';
import { capabilities } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;

/** A query as Knex and Drizzle make them: it is executed by its `then`, each time. */
class Query<R> implements PromiseLike<R> {
  constructor(private readonly execute: () => Promise<R>) {}
  then<A = R, B = never>(
    resolve?: ((value: R) => A | PromiseLike<A>) | null,
    reject?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.execute().then(resolve, reject);
  }
}

@Injectable()
class Service {
  @Transactional() call(query: () => PromiseLike<unknown>): Promise<unknown> {
    return query() as Promise<unknown>;
  }
}

withTransactions('Work that returns a query that is executed when it is awaited (needs transactions)', () => {
  let world: TransactionsWorld;
  let transactions: Transactions;

  beforeAll(async () => {
    world = await openTransactionsWorld([Service]);
    ({ transactions } = world);
  });
  beforeEach(() => world.clear());
  afterAll(() => world.close());

  test.each<[string, (query: () => PromiseLike<unknown>) => Promise<unknown>]>([
    ['of Transactions.run', (query) => transactions.run(query)],
    ['of a part that joins', (query) => transactions.run(() => transactions.run(query))],
    [
      'of one that is begun anew',
      (query) => transactions.run(() => transactions.run(query, { propagation: 'requiresNew' })),
    ],
    ['of a @Transactional() method', (query) => world.app.get(Service).call(query)],
  ])('%s has it executed once, in the transaction', async (_, run) => {
    const ids: unknown[] = [];
    const query = () =>
      new Query(async () => {
        ids.push(await transactions.run(({ id }) => id, { propagation: 'mandatory' }));
        return world.saved('Ada');
      });
    expect(await run(query)).toMatchObject({ name: 'Ada' });
    expect(ids).toHaveLength(1);
    expect(await world.names()).toEqual(['Ada']);
  });

  test('is rolled back where that fails', async () => {
    const failing = transactions.run(
      () =>
        new Query(async () => {
          await world.saved('Ada');
          throw new Error('no');
        }),
    );
    await expect(failing).rejects.toThrow('no');
    expect(await world.names()).toEqual([]);
  });
});
