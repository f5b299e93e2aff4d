import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CommitOutcomeUnknownError, Transaction, postCommit, postRollback, postSave } from 'nestjs-documents';
import type { PostSave } from 'nestjs-documents';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { openLossyProxy } from '../../support/proxy/lossy-proxy.js';
import type { Loss, LossyProxy } from '../../support/proxy/lossy-proxy.js';
import { capabilities, serverName } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;

withTransactions(`Fault 14: the reply to a commit is lost, which needs transactions (${serverName})`, () => {
  let proxy: LossyProxy;
  let world: TransactionsWorld;
  let people: TransactionsWorld['people'];
  let heard: string[];

  beforeEach(async () => {
    proxy = await openLossyProxy();
    const clientOptions = {
      serverSelectionTimeoutMS: 500,
      socketTimeoutMS: 500,
      heartbeatFrequencyMS: 500,
    };
    world = await openTransactionsWorld([], { uri: proxy.uri, clientOptions });
    ({ people } = world);
    heard = [];
    for (const phase of ['now', 'afterCommit', 'notApplied'] as const) {
      const receiver = ({ document }: PostSave<Person>) => heard.push(`${document.name} ${phase}`);
      world.bus.connect(postSave, Person, receiver, { phase });
    }
    world.bus.connect(postCommit, Transaction, () => heard.push('committed'));
    world.bus.connect(postRollback, Transaction, () => heard.push('rolled back'));
  });
  afterEach(async () => {
    await world.close();
    await proxy.close();
  });

  /** Two documents, one of which is there before, in a transaction whose commit gets no answer. */
  const run = async (loss: Omit<Loss, 'command'>, timeout?: number) => {
    const bob = await world.saved('Bob');
    const ada = people.build({ name: 'Ada' });
    heard.length = 0;
    proxy.lose({ command: 'commitTransaction', ...loss });
    let calls = 0;
    let error: any;
    const commands = await world.commandsOf(async () => {
      error = await errorOf(() =>
        world.transactions.run(
          async () => {
            calls++;
            bob.age = 5;
            await people.save(bob);
            await people.save(ada);
          },
          { documents: [bob, ada], ...(timeout && { timeout }) },
        ),
      );
    });
    return { ada, bob, calls, error, commands: commands.map(({ name }) => name) };
  };

  test.each<[string, Omit<Loss, 'command'>, number]>([
    ['once', { times: 1 }, 2],
    ['three times', { times: 3 }, 4],
    ['once, by silence', { times: 1, how: 'silence' }, 2],
  ])('%s: the commit is asked for again, and the work is not called again', async (_title, loss, commits) => {
    const { ada, calls, error, commands } = await run(loss);
    expect(error).toBeUndefined();
    expect(proxy.lost).toBe(loss.times);
    expect(calls).toBe(1);
    expect(commands.filter((name) => name === 'commitTransaction')).toHaveLength(commits);
    expect(commands).not.toContain('abortTransaction');
    expect(await world.names()).toEqual(['Ada', 'Bob']);
    expect(heard).toEqual(['Bob now', 'Ada now', 'Bob afterCommit', 'Ada afterCommit', 'committed']);
    expect(people.changes(ada).size).toBe(0);
  });

  /** As it was before the work, whatever the server has. */
  const expectAsBefore = ({ ada, bob }: { ada: Person; bob: Person }) => {
    expect([ada.id, bob.age]).toEqual([undefined, undefined]);
    expect(people.changes(bob).size).toBe(0);
  };

  /** The driver finds a server that listens again when it looks for it the next time. */
  const namesWhenReachable = async (): Promise<string[]> => {
    for (;;) {
      try {
        return await world.names();
      } catch (error) {
        if ((error as Error).name !== 'MongoServerSelectionError') throw error;
      }
    }
  };

  test('every time, until the timeout: the outcome is unknown, no listener of a phase is called, and documents are as before', async () => {
    const result = await run({ times: 1000 }, 150);
    expect(result.error).toBeInstanceOf(CommitOutcomeUnknownError);
    expect(result.error).toMatchObject({ code: 'COMMIT_OUTCOME_UNKNOWN', outcome: 'unknown' });
    expect(result.error.hasErrorLabel('UnknownTransactionCommitResult')).toBe(true);
    expect(result.calls).toBe(1);
    expect(heard).toEqual(['Bob now', 'Ada now']);
    expectAsBefore(result);
    proxy.lose({ command: 'none', times: 0 });
    // The server has done what it was asked for.
    expect(await world.names()).toEqual(['Ada', 'Bob']);
  });

  test('and the server is gone then: the outcome is unknown, although the driver says only that it finds no server', async () => {
    const result = await run({ how: 'gone' }, 600);
    expect(result.error).toBeInstanceOf(CommitOutcomeUnknownError);
    expect(result.error.cause.name).toBe('MongoServerSelectionError');
    expect(result.calls).toBe(1);
    expect(heard).toEqual(['Bob now', 'Ada now']);
    expectAsBefore(result);
    await proxy.open();
    expect(await namesWhenReachable()).toEqual(['Ada', 'Bob']);
  });

  test('and the server comes back within the timeout: it is committed once, and told', async () => {
    const running = run({ how: 'gone' }, 30_000);
    await proxy.haveLost(1);
    await proxy.open();
    const { calls, error } = await running;
    expect(error).toBeUndefined();
    expect(calls).toBe(1);
    expect(await world.names()).toEqual(['Ada', 'Bob']);
    expect(heard.slice(2)).toEqual(['Bob afterCommit', 'Ada afterCommit', 'committed']);
  });

  test('not at all, since the server is gone before: nothing is committed, and that is known', async () => {
    const bob = await world.saved('Bob');
    heard.length = 0;
    let session: object = {};
    const error = await errorOf(() =>
      world.transactions.run(
        async ({ session: { id } }) => {
          session = id ?? {};
          bob.age = 5;
          await people.save(bob);
          const isLost = once(world.connection.client, 'serverDescriptionChanged');
          await proxy.close();
          await isLost;
        },
        { documents: [bob] },
      ),
    );
    expect(error).toMatchObject({ code: 'TRANSACTION_INTERRUPTED', outcome: 'notApplied' });
    expect(error.cause.name).toBe('MongoServerSelectionError');
    expect(heard).toEqual(['Bob now', 'Bob notApplied', 'rolled back']);
    expect(bob.age).toBeUndefined();
    await proxy.open();
    // Nobody could end it on the server, which would wait for a minute.
    await world.db.admin().command({ killSessions: [session] });
    expect(await world.db.collection('people').findOne({ _id: bob.id })).not.toHaveProperty('age');
  });

  test('the same documents can be saved again afterwards', async () => {
    const { bob, error } = await run({ times: 1000 }, 100);
    expect(error).toBeInstanceOf(CommitOutcomeUnknownError);
    proxy.lose({ command: 'none', times: 0 });
    await people.reload(bob);
    expect(bob.age).toBe(5);
    bob.age = 6;
    await people.save(bob);
    expect(await world.db.collection('people').findOne({ _id: bob.id })).toMatchObject({ age: 6 });
  });
});
