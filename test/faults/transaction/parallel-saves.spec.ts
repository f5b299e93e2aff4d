import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CommandStartedEvent } from 'mongodb';
import { DuplicateKeyError, TransactionFailedError, postSave } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities, serverName } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;

withTransactions(
  `Fault 19: 20 saves of a transaction at the same time, which needs transactions (${serverName})`,
  () => {
    let world: TransactionsWorld;
    let people: TransactionsWorld['people'];
    const names = Array.from({ length: 20 }, (_, index) => `P${String(index).padStart(2, '0')}`);

    beforeAll(async () => {
      world = await openTransactionsWorld();
      ({ people } = world);
    });
    beforeEach(() => world.clear());
    afterAll(() => world.close());

    /** Traces the driver's commands and their answers, as `insert`, `insert answered`. */
    const traceOf = async (work: () => unknown) => {
      const { client } = world.connection;
      const trace: string[] = [];
      const transactions = new Set<string>();
      const requests = new Set<number>();
      const started = ({ commandName, command, requestId }: CommandStartedEvent) => {
        if (command['txnNumber'] === undefined) return;
        requests.add(requestId);
        transactions.add(`${command['lsid'].id.toString('hex')} ${String(command['txnNumber'])}`);
        trace.push(commandName);
      };
      const ended = ({ commandName, requestId }: { commandName: string; requestId: number }) => {
        if (requests.has(requestId)) trace.push(`${commandName} answered`);
      };
      client.on('commandStarted', started).on('commandSucceeded', ended).on('commandFailed', ended);
      const error = await errorOf(work);
      client.off('commandStarted', started).off('commandSucceeded', ended).off('commandFailed', ended);
      return { trace, transactions, error };
    };

    test('are sent one after another, each when the one before has its answer, all in the one transaction', async () => {
      const documents = names.map((name) => people.build({ name }));
      const { trace, transactions, error } = await traceOf(() =>
        world.transactions.run(() => Promise.all(documents.map((each) => people.save(each)))),
      );
      expect(error).toBeUndefined();
      expect(transactions.size).toBe(1);
      expect(trace).toEqual([
        ...names.flatMap(() => ['insert', 'insert answered']),
        ...['commitTransaction', 'commitTransaction answered'],
      ]);
      expect(await world.names()).toEqual(names);
    });

    test('with reads and deletes among them', async () => {
      const gone = await Promise.all(names.slice(0, 5).map((name) => world.saved(`gone ${name}`)));
      const documents = names.map((name) => people.build({ name }));
      const { trace, transactions, error } = await traceOf(() =>
        world.transactions.run(() =>
          Promise.all([
            ...documents.flatMap((each) => [people.save(each), people.count({})]),
            ...gone.map((each) => people.delete(each)),
          ]),
        ),
      );
      expect(error).toBeUndefined();
      expect(transactions.size).toBe(1);
      expect(trace).toHaveLength(2 * (20 + 20 + 5 + 1));
      expect(trace.every((each, index) => each.endsWith('answered') === (index % 2 === 1))).toBe(true);
      expect(await world.names()).toEqual(names);
    });

    test('with listeners that save in it, too', async () => {
      const receiver = async ({ document }: { document: Person }) => {
        await world.rooms.save(world.rooms.build({ id: document.name }));
      };
      const documents = names.map((name) => people.build({ name }));
      const { transactions, error } = await traceOf(() =>
        withReceiver(world.bus, { signal: postSave, sender: Person, receiver }, () =>
          world.transactions.run(() => Promise.all(documents.map((each) => people.save(each)))),
        ),
      );
      expect(error).toBeUndefined();
      expect(transactions.size).toBe(1);
      expect(await world.db.collection('rooms').countDocuments()).toBe(20);
    });

    test('of which one fails: those after it are refused unsent, and nothing is stored', async () => {
      const ada = await world.saved('Ada');
      const documents = names.map((name, index) =>
        people.build(index === 7 ? { id: ada.id, name } : { name }),
      );
      let outcomes: PromiseSettledResult<unknown>[] = [];
      const { trace, error } = await traceOf(() =>
        world.transactions.run(async () => {
          outcomes = await Promise.allSettled(documents.map((each) => people.save(each)));
        }),
      );
      expect(error).toBeInstanceOf(TransactionFailedError);
      const reasons = outcomes.map((each) => (each.status === 'rejected' ? each.reason : undefined));
      expect(reasons.slice(0, 7)).toEqual(Array.from({ length: 7 }, () => undefined));
      expect(reasons[7]).toBeInstanceOf(DuplicateKeyError);
      expect(reasons.slice(8).every((reason) => reason instanceof TransactionFailedError)).toBe(true);
      expect(trace.filter((each) => each === 'insert')).toHaveLength(8);
      expect(await world.names()).toEqual(['Ada']);
      expect(new Set(documents.map(({ id }): unknown => id))).toEqual(new Set([undefined, ada.id]));
    });

    test('of which one fails and is thrown at once: the others do not go on behind the back of the rollback', async () => {
      const ada = await world.saved('Ada');
      const documents = names.map((name, index) =>
        people.build(index === 0 ? { id: ada.id, name } : { name }),
      );
      const late: Promise<unknown>[] = [];
      const { trace, error } = await traceOf(() =>
        world.transactions.run(() =>
          Promise.all(
            documents.map((each) => {
              const saving = people.save(each);
              late.push(errorOf(() => saving));
              return saving;
            }),
          ),
        ),
      );
      expect(error).toBeInstanceOf(DuplicateKeyError);
      expect((await Promise.all(late)).every((each) => each !== undefined)).toBe(true);
      expect(trace.filter((each) => each === 'insert')).toHaveLength(1);
      expect(await world.names()).toEqual(['Ada']);
    });
  },
);
