import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, Field, Id, Transaction, Version, postCommit, postSave } from 'nestjs-documents';
import type { DocumentRepository, SignalPhase, PostSave, DisconnectReceiver } from 'nestjs-documents';
import { withFailPoint } from '../../support/fail-points.js';
import { capabilities, serverName } from '../../support/server.js';
import { conflict, openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

@Document({ collection: 'accounts' })
class Account {
  @Id() id!: ObjectId;
  @Version() version!: number;
  @Field() owner?: string;
  @Field() balance?: number;
  @Field(() => [Number]) bookings: number[] = [];
}

const withFailPoints = capabilities.transactions && capabilities.failPoints ? describe : describe.skip;

withFailPoints(
  `Fault 12: an insert of a transaction meets a conflict, twice, which needs fail points (${serverName})`,
  () => {
    let world: TransactionsWorld;
    let accounts: DocumentRepository<Account>;
    let heard: string[];
    let undo: DisconnectReceiver[];

    beforeAll(async () => {
      world = await openTransactionsWorld([], {}, [Account]);
      accounts = world.repository(Account);
      await world.db.createCollection('accounts');
    });
    beforeEach(async () => {
      await world.db.collection('accounts').deleteMany({});
      heard = [];
      undo = (['now', 'afterCommit', 'notApplied'] as SignalPhase[]).map((phase) => {
        const receiver = ({ document, attempt }: PostSave<Account>) =>
          heard.push(`${document.owner} ${phase} ${attempt}`);
        return world.bus.connect(postSave, Account, receiver, { phase });
      });
      undo.push(
        world.bus.connect(postCommit, Transaction, ({ attempt }) => heard.push(`committed ${attempt}`)),
      );
    });
    afterEach(() => {
      for (const each of undo) each();
    });
    afterAll(() => world.close());

    const failing = <R>(work: () => Promise<R>, times = 2) =>
      withFailPoint(world.appName, { commands: ['insert'], times, data: { ...conflict } }, work);
    const stored = () => world.db.collection('accounts').find().sort({ owner: 1 }).toArray();

    test('there are three attempts, and listeners after the commit hear of the last one only', async () => {
      const attempts: number[] = [];
      const commands = await world.commandsOf(() =>
        failing(() =>
          world.transactions.run(async ({ attempt }) => {
            attempts.push(attempt);
            await accounts.save(accounts.build({ owner: 'Ada', balance: attempt }));
          }),
        ),
      );
      expect(attempts).toEqual([1, 2, 3]);
      expect(heard).toEqual(['Ada now 3', 'Ada afterCommit 3', 'committed 3']);
      expect(commands.filter(({ name }) => name === 'commitTransaction')).toHaveLength(1);
      expect(await stored()).toMatchObject([{ owner: 'Ada', balance: 3 }]);
    });

    test('each attempt has a transaction of its own', async () => {
      const commands = await world.commandsOf(() =>
        failing(() =>
          world.transactions.run(async () => {
            await accounts.save(accounts.build({ owner: 'Ada' }));
          }),
        ),
      );
      const inserts = commands.filter(({ name }) => name === 'insert');
      const own = inserts.map(
        ({ command }) => `${command['lsid'].id.toString('hex')} ${String(command['txnNumber'])}`,
      );
      expect(new Set(own).size).toBe(3);
      expect(inserts.every(({ command }) => command['startTransaction'] === true)).toBe(true);
    });

    test('documents of all kinds are what they were at the start of each', async () => {
      const known = await accounts.save(accounts.build({ owner: 'Known', balance: 1 }));
      const gone = await accounts.save(accounts.build({ owner: 'Gone' }));
      const fresh = accounts.build({ owner: 'New' });
      heard.length = 0;
      const { version } = known;
      const starts: unknown[] = [];
      await failing(() =>
        world.transactions.run(
          async () => {
            starts.push([known.version, known.balance, [...known.bookings], accounts.changes(known).paths]);
            starts.push([fresh.id, fresh.version, accounts.changes(gone).size]);
            known.balance! += 10;
            known.bookings.push(10);
            await accounts.save(known);
            await accounts.delete(gone);
            await accounts.save(fresh);
          },
          { documents: [known, gone, fresh] },
        ),
      );
      const start = [
        [version, 1, [], []],
        [undefined, undefined, 0],
      ];
      expect(starts).toEqual([...start, ...start, ...start]);
      expect(await stored()).toMatchObject([
        { owner: 'Known', balance: 11, bookings: [10], version: known.version },
        { owner: 'New', _id: fresh.id },
      ]);
      expect(known.version).toBe(version + 1);
      expect(heard).toEqual([
        ...['Known now 1', 'Known now 2', 'Known now 3', 'New now 3'],
        ...['Known afterCommit 3', 'New afterCommit 3', 'committed 3'],
      ]);
      expect(await accounts.delete(known)).toBe(true);
    });

    test('one that each attempt loads itself is changed once', async () => {
      const { id } = await accounts.save(accounts.build({ owner: 'Known', balance: 1 }));
      await failing(() =>
        world.transactions.run(async () => {
          const account = await accounts.getById(id);
          account.balance! += 10;
          await accounts.save(account);
          await accounts.save(accounts.build({ owner: 'New' }));
        }),
      );
      expect(await stored()).toMatchObject([{ owner: 'Known', balance: 11 }, { owner: 'New' }]);
    });

    test('nothing is left of an attempt whose work fails otherwise at last', async () => {
      const fresh = accounts.build({ owner: 'New' });
      const problem = new Error('enough');
      const running = failing(() =>
        world.transactions.run(async ({ attempt }) => {
          if (attempt === 3) throw problem;
          await accounts.save(fresh);
        }),
      );
      await expect(running).rejects.toBe(problem);
      expect([fresh.id, await stored(), heard]).toEqual([undefined, [], []]);
    });
  },
);
