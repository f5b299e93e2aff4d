import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UnmanagedTransactionError, postSave } from 'nestjs-documents';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;

withTransactions("A transaction of the driver's (needs transactions)", () => {
  let world: TransactionsWorld;
  const saveIn = () =>
    world.connection.client.withSession((session) =>
      session.withTransaction(async () => world.people.create({ name: 'Ada' }, { session })),
    );

  beforeAll(async () => {
    world = await openTransactionsWorld();
  });
  afterAll(() => world.close());

  test.each(['afterCommit', 'notApplied'] as const)(
    'is refused while somebody waits for its end in the phase %s, before anything is sent',
    async (phase) => {
      const listener = () => undefined;
      const undo = world.bus.connect(postSave, Person, listener, { phase });
      let error: unknown;
      const commands = await world.commandsOf(async () => {
        error = await errorOf(saveIn);
      });
      undo();
      expect(error).toBeInstanceOf(UnmanagedTransactionError);
      expect(commands.map(({ name }) => name)).toEqual([]);
    },
  );

  test('is what it is where nobody waits', async () => {
    await saveIn();
    expect(await world.names()).toEqual(['Ada']);
  });
});
