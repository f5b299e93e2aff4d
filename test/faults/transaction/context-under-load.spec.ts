import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommandStartedEvent } from 'mongodb';
import { postSave, preSave } from 'nestjs-documents';
import type { PostSave, PreSave, DisconnectReceiver } from 'nestjs-documents';
import { setImmediate } from 'node:timers/promises';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities, serverName } from '../../support/server.js';
import { runServerScript } from '../../support/server-script.js';
import type { ServerScript } from '../../support/server-script.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const count = 1000;

/** The session and number by which the server knows a transaction. */
const ownerOf = ({ command }: CommandStartedEvent): string =>
  `${command['lsid'].id.toString('hex')} ${String(command['txnNumber'])}`;

withTransactions(
  `Fault 67: ${count} transactions at the same time, and a pool of 5 (needs transactions; ${serverName})`,
  () => {
    let server: ServerScript;
    let world: TransactionsWorld;
    /** Each write as it was sent: its writer and its transaction. */
    const sent: { marker: string; attempt: number; owner: string | undefined }[] = [];
    const commits: string[] = [];
    let outcomes: PromiseSettledResult<unknown>[];
    let undo: DisconnectReceiver[];
    let transactionsOfListeners: Set<string>;

    /** Records the transaction in which each person was written: `7/outside`, `7/12 …`. */
    const record = (event: CommandStartedEvent) => {
      const { commandName, command } = event;
      if (commandName === 'commitTransaction') commits.push(ownerOf(event));
      if (commandName !== 'insert') return;
      const owner = command['txnNumber'] && command['autocommit'] === false ? ownerOf(event) : undefined;
      for (const { name, age } of command['documents']) sent.push({ marker: name, attempt: age, owner });
    };

    beforeAll(async () => {
      // All of them wait for a connection, listeners too.
      const timeouts = { inTransaction: { receiver: 100_000, operation: 100_000 } };
      const clientOptions = { maxPoolSize: 5, waitQueueTimeoutMS: 0 };
      // They take all that a server has: tests beside them need another one.
      server = await runServerScript({ MONGODB_URI: undefined });
      world = await openTransactionsWorld([], {
        uri: server.uri,
        database: 'fault_67',
        timeouts,
        clientOptions,
      });
      const { bus, people, transactions } = world;
      transactionsOfListeners = new Set();
      undo = [
        // For the first half of them a listener writes after a gap, in the transaction of the write that it received.
        bus.connect(preSave, Person, async ({ document }: PreSave<Person>) => {
          await setImmediate();
          document.tags = ['heard'];
        }),
        bus.connect(postSave, Person, async ({ document, attempt, transactionId }: PostSave<Person>) => {
          transactionsOfListeners.add(`${document.name} ${String(transactionId)}`);
          if (!document.name.endsWith('/first')) return;
          await setImmediate();
          await people.save(
            people.build({ name: document.name.replace('first', 'heard'), age: attempt ?? 0 }),
          );
        }),
      ];
      world.connection.client.on('commandStarted', record);
      const run = (index: number) =>
        transactions.run(
          async ({ attempt }) => {
            const save = async (name: string) =>
              people.save(people.build({ name: `${index}/${name}`, age: attempt }));
            await save('first');
            await setImmediate();
            await save('second');
            if (index % 10 === 0) throw new Error('rolled back');
          },
          { timeout: 100_000 },
        );
      const outside = (index: number) => people.save(people.build({ name: `${index}/outside` }));
      outcomes = await Promise.allSettled(
        Array.from({ length: count }, async (_, index) => {
          // Beside the transactions, and belonging to none.
          if (index % 20 === 1) await outside(index);
          await run(index);
        }),
      );
      world.connection.client.off('commandStarted', record);
    }, 120_000);
    afterAll(async () => {
      for (const each of undo) each();
      await world.close();
      await server.kill('SIGTERM');
    });

    test('nine of ten are committed, and those that threw are not', () => {
      const failed = outcomes.flatMap((each, index) => (each.status === 'rejected' ? [index] : []));
      expect(failed).toEqual(Array.from({ length: count / 10 }, (_, index) => index * 10));
    });

    test('no write carries the session of another one', () => {
      const markersOf = new Map<string, Set<string>>();
      for (const { marker, attempt, owner } of sent) {
        if (owner === undefined) continue;
        const markers = markersOf.get(owner) ?? new Set();
        markersOf.set(owner, markers.add(`${marker.split('/')[0]} attempt ${attempt}`));
      }
      expect([...markersOf.values()].filter(({ size }) => size !== 1)).toEqual([]);
      expect(markersOf.size).toBeGreaterThanOrEqual(count);
    });

    test('no attempt is spread over two transactions', () => {
      const ownersOf = new Map<string, Set<string | undefined>>();
      for (const { marker, attempt, owner } of sent) {
        if (marker.endsWith('/outside')) continue;
        const key = `${marker.split('/')[0]} attempt ${attempt}`;
        ownersOf.set(key, (ownersOf.get(key) ?? new Set()).add(owner));
      }
      expect([...ownersOf].filter(([, owners]) => owners.size !== 1 || owners.has(undefined))).toEqual([]);
    });

    test('what is saved beside them belongs to none', () => {
      const outside = sent.filter(({ marker }) => marker.endsWith('/outside'));
      expect(outside).toHaveLength(count / 20);
      expect(outside.filter(({ owner }) => owner !== undefined)).toEqual([]);
    });

    test('each is committed once, and everything of it is stored', async () => {
      expect(new Set(commits).size).toBe(commits.length);
      const names = (await world.names()).filter((name) => !name.endsWith('/outside'));
      const expected = Array.from({ length: count }, (_, index) => index)
        .filter((index) => index % 10 !== 0)
        .flatMap((index) => ['first', 'heard', 'second'].map((name) => `${index}/${name}`));
      expect(names).toEqual(expected.sort());
    });

    test('listeners are told of the transaction that they are in', () => {
      const ids = new Map<string, Set<string>>();
      for (const each of transactionsOfListeners) {
        const [marker = '', id = ''] = each.split(' ');
        const [index = ''] = marker.split('/');
        if (!marker.endsWith('/outside')) ids.set(index, (ids.get(index) ?? new Set()).add(id));
      }
      expect(ids.size).toBe(count);
      expect([...ids.values()].filter(({ size }) => size !== 1)).toEqual([]);
      expect(new Set([...ids.values()].flatMap((each) => [...each])).size).toBe(count);
    });

    test('nothing of them is left: what is done afterwards belongs to none', async () => {
      const commands = await world.commandsOf(async () => {
        expect(await errorOf(() => world.people.count({}))).toBeUndefined();
      });
      expect(commands.every(({ command }) => command['autocommit'] === undefined)).toBe(true);
    });
  },
);
