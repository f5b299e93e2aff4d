import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PostSignalError, postSave } from 'nestjs-documents';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';
import { unreadableError, unreadableErrors } from '../../support/world/unreadable-errors.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;

withTransactions('Work that throws what cannot be read (needs transactions)', () => {
  let world: TransactionsWorld;

  beforeAll(async () => {
    world = await openTransactionsWorld();
  });
  beforeEach(() => world.clear());
  afterAll(() => world.close());

  test.each(unreadableErrors)('is rolled back, and the caller gets that: %s', async (title) => {
    const ada = await world.loaded({ name: 'Ada', age: 1 });
    const thrown = unreadableError(title);
    const caught: unknown[] = [];
    await world.transactions
      .run(
        async () => {
          ada.age = 2;
          await world.people.save(ada);
          throw thrown;
        },
        { documents: [ada] },
      )
      .catch((error: unknown) => caught.push(error));
    expect(caught.length === 1 && Object.is(caught[0], thrown)).toBe(true);
    expect(ada.age).toBe(1);
    await world.db.collection('people').updateOne({ _id: ada.id }, { $set: { age: 3 } });
    expect(await world.db.collection('people').countDocuments({ age: 3 })).toBe(1);
  });

  test.each(unreadableErrors)('by a listener is rolled back: %s', async (title) => {
    using _failing = world.bus.connect(postSave, Person, () => {
      throw unreadableError(title);
    });
    const error = await errorOf(() => world.transactions.run(() => world.saved('Ada')));
    expect(error).toBeInstanceOf(PostSignalError);
    expect(await world.names()).toEqual([]);
  });
});
