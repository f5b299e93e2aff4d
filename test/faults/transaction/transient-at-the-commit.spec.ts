import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, Field, Id, Version, postSave } from 'nestjs-documents';
import type { DocumentRepository, PostSave } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { withFailPoint } from '../../support/fail-points.js';
import { capabilities, serverName } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

@Document({ collection: 'accounts' })
class Account {
  @Id() id!: ObjectId;
  @Version() version!: number;
  @Field() owner?: string;
  @Field() balance?: number;
}

const withFailPoints = capabilities.transactions && capabilities.failPoints ? describe : describe.skip;

withFailPoints(
  `Fault 13: a commit finds no transaction any more, which needs fail points (${serverName})`,
  () => {
    let world: TransactionsWorld;
    let accounts: DocumentRepository<Account>;

    beforeAll(async () => {
      world = await openTransactionsWorld([], {}, [Account]);
      accounts = world.repository(Account);
      await world.db.createCollection('accounts');
    });
    beforeEach(() => world.db.collection('accounts').deleteMany({}));
    afterAll(() => world.close());

    const stored = () => world.db.collection('accounts').find().sort({ owner: 1 }).toArray();
    const failing = (times: number, work: () => Promise<unknown>) => {
      const data = { errorCode: 251, errorLabels: ['TransientTransactionError'] };
      return world.commandsOf(() =>
        withFailPoint(world.appName, { commands: ['commitTransaction'], times, data }, work),
      );
    };

    test.each([1, 2])('%i times: the work writes everything again, and it is stored once', async (times) => {
      const known = await accounts.save(accounts.build({ owner: 'Known', balance: 1 }));
      const fresh = accounts.build({ owner: 'New' });
      const { version } = known;
      const commands = await failing(times, () =>
        world.transactions.run(
          async () => {
            known.balance! += 10;
            await accounts.save(known);
            await accounts.save(fresh);
          },
          { documents: [known] },
        ),
      );
      const attempt = ['update', 'insert', 'commitTransaction'];
      expect(commands.map(({ name }) => name).filter((name) => attempt.includes(name))).toEqual(
        Array.from({ length: times + 1 }, () => attempt).flat(),
      );
      expect(await stored()).toMatchObject([
        { owner: 'Known', balance: 11, version: version + 1 },
        { owner: 'New', _id: fresh.id },
      ]);
      expect([known.version, known.balance, accounts.changes(fresh).size]).toEqual([version + 1, 11, 0]);
    });

    test('what the work returned at first is not what the caller gets', async () => {
      let result: unknown;
      await failing(1, async () => {
        result = await world.transactions.run(async ({ attempt }) => {
          await accounts.save(accounts.build({ owner: 'Ada' }));
          return attempt;
        });
      });
      expect(result).toBe(2);
    });

    test('listeners in it hear of each attempt, and those after the commit once', async () => {
      const heard: string[] = [];
      const receiver =
        (phase: string) =>
        ({ attempt, document }: PostSave<Account>) =>
          heard.push(`${document.owner} ${phase} ${attempt}`);
      await failing(1, () =>
        withReceiver(world.bus, { signal: postSave, sender: Account, receiver: receiver('now') }, () =>
          withReceiver(
            world.bus,
            { signal: postSave, sender: Account, phase: 'afterCommit', receiver: receiver('afterCommit') },
            () =>
              world.transactions.run(async () => {
                await accounts.save(accounts.build({ owner: 'Ada' }));
              }),
          ),
        ),
      );
      expect(heard).toEqual(['Ada now 1', 'Ada now 2', 'Ada afterCommit 2']);
    });
  },
);
