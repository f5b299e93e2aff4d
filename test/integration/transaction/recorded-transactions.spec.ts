import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf } from '../../support/world/integration-app.js';
import { capabilities } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const saved = ['Person.preSave', 'Person.preSavePostValidation', 'Person.postSave', 'Person.postWrite'];

withTransactions('A SignalRecorder (needs transactions)', () => {
  let world: TransactionsWorld;

  beforeAll(async () => {
    world = await openTransactionsWorld();
  });
  beforeEach(() => world.clear());
  afterAll(() => world.close());

  /** Returns the names of the recorded signals, without those of `create`. */
  const namesOf = async (work: () => unknown, afterPhases?: boolean): Promise<string[]> => {
    using recorder = new SignalRecorder(world.bus, afterPhases === undefined ? {} : { afterPhases });
    await errorOf(work);
    return recorder.names.filter((name) => !name.endsWith('Init'));
  };
  const commit = () => world.transactions.run(() => world.saved('Ada'));
  const rollBack = () =>
    world.transactions.run(async () => {
      await world.saved('Ada');
      throw new Error('no');
    });

  test.each([undefined, false])(
    'records what is sent in the operation, with afterPhases %O',
    async (given) => {
      expect(await namesOf(commit, given)).toEqual(saved);
      expect(await namesOf(rollBack, given)).toEqual(saved);
    },
  );

  test('with afterPhases it records what is told after the commit', async () => {
    expect(await namesOf(commit, true)).toEqual([
      ...saved,
      'Person.postSave.afterCommit',
      'Person.postWrite.afterCommit',
      'Transaction.postCommit',
    ]);
  });

  test('with afterPhases it records what is told after the rollback', async () => {
    expect(await namesOf(rollBack, true)).toEqual([
      ...saved,
      'Person.postSave.notApplied',
      'Person.postWrite.notApplied',
      'Transaction.postRollback',
    ]);
  });

  test('with afterPhases it records what is told after a write outside of transactions', async () => {
    expect(await namesOf(() => world.saved('Ada'), true)).toEqual([
      ...saved,
      'Person.postSave.afterCommit',
      'Person.postWrite.afterCommit',
    ]);
  });
});
