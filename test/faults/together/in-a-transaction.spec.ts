import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, Field, Id, Version, inc, postSave } from 'nestjs-documents';
import type { DisconnectReceiver, DocumentRepository, PostSave, SignalPhase } from 'nestjs-documents';
import { withFailPoint } from '../../support/fail-points.js';
import { errorOf } from '../../support/world/integration-app.js';
import { capabilities, serverName } from '../../support/server.js';
import { conflict, openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

@Document({ collection: 'accounts' })
class Account {
  @Id() id!: ObjectId;
  @Version() version!: number;
  @Field() owner!: string;
  @Field() code?: string;
  @Field(() => Number) balance = 0;
}

const withFailPoints = capabilities.transactions && capabilities.failPoints ? describe : describe.skip;

withFailPoints(`Several writes together in a transaction, which needs fail points (${serverName})`, () => {
  let world: TransactionsWorld;
  let accounts: DocumentRepository<Account>;
  let heard: string[];
  let undo: DisconnectReceiver[];
  const stored = async () => {
    const all = await world.db.collection('accounts').find().sort({ owner: 1 }).toArray();
    return all.map(({ owner, balance, version }) => [owner as string, balance as number, version as number]);
  };
  const failing = <R>(command: string, work: () => Promise<R>) =>
    withFailPoint(world.appName, { commands: [command], times: 2, data: { ...conflict } }, work);

  beforeAll(async () => {
    world = await openTransactionsWorld([], {}, [Account]);
    accounts = world.repository(Account);
    await world.db.createCollection('accounts');
    await world.db.collection('accounts').createIndex({ code: 1 }, { unique: true, sparse: true }, {});
  });
  beforeEach(async () => {
    await world.db.collection('accounts').deleteMany({});
    heard = [];
    undo = (['now', 'afterCommit', 'notApplied'] as SignalPhase[]).map((phase) =>
      world.bus.connect(
        postSave,
        Account,
        ({ document, attempt }: PostSave<Account>) => heard.push(`${document.owner} ${phase} ${attempt}`),
        { phase },
      ),
    );
  });
  afterEach(() => {
    for (const each of undo) each();
  });
  afterAll(() => world.close());

  const two = () => accounts.insertMany([{ owner: 'Ada' }, { owner: 'Bob' }]);

  test('saveMany is tried again with the documents as they were, and told of once', async () => {
    const list = await two();
    const versions: number[][] = [];
    await failing('update', () =>
      world.transactions.run(
        async () => {
          versions.push(list.map(({ version }) => version));
          for (const each of list) each.balance += 5;
          await accounts.saveMany(list);
        },
        { documents: list },
      ),
    );
    expect(versions).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(heard).toEqual(['Ada now 3', 'Bob now 3', 'Ada afterCommit 3', 'Bob afterCommit 3']);
    expect(await stored()).toEqual([
      ['Ada', 5, 2],
      ['Bob', 5, 2],
    ]);
    expect(list.map(({ balance, version }) => [balance, version])).toEqual([
      [5, 2],
      [5, 2],
    ]);
  });

  test('modify is tried again with the document as it was', async () => {
    const [ada] = await two();
    await failing('findAndModify', () =>
      world.transactions.run(async () => {
        ada!.code = 'x';
        await accounts.modify(ada!, { balance: inc(5) });
      }),
    );
    expect([ada!.balance, ada!.version, ada!.code]).toEqual([5, 2, 'x']);
    expect(heard).toEqual(['Ada now 3', 'Ada afterCommit 3']);
    expect((await stored())[0]).toEqual(['Ada', 5, 2]);
  });

  test('bulkWrite is tried again, and each attempt sends the same', async () => {
    await two();
    const sent: unknown[] = [];
    const commands = await world.commandsOf(() =>
      failing('update', () =>
        world.transactions.run(() =>
          accounts.bulkWrite([
            { updateMany: { filter: { balance: 0 }, update: { balance: inc(5) } } },
            { insertOne: { document: { owner: 'Cid' } } },
          ]),
        ),
      ),
    );
    for (const { name, command } of commands)
      if (name === 'update') sent.push(JSON.stringify(command['updates'][0].u));
    expect(sent).toHaveLength(3);
    expect(new Set(sent).size).toBe(1);
    expect(heard).toEqual(['Cid now 3', 'Cid afterCommit 3']);
    expect(await stored()).toEqual([
      ['Ada', 5, 2],
      ['Bob', 5, 2],
      ['Cid', 0, 1],
    ]);
  });

  test('a duplicate key rolls all of saveMany back, with the documents', async () => {
    const list = await two();
    const cid = accounts.build({ owner: 'Cid' });
    const error = await errorOf(() =>
      world.transactions.run(
        async () => {
          for (const each of list) each.code = 'same';
          await accounts.saveMany([cid, ...list]);
        },
        { documents: list },
      ),
    );
    expect(error).toMatchObject({ code: 'BULK_WRITE_FAILED', failed: [2] });
    expect(await stored()).toEqual([
      ['Ada', 0, 1],
      ['Bob', 0, 1],
    ]);
    expect(list.map(({ code, version }) => [code, version])).toEqual([
      [undefined, 1],
      [undefined, 1],
    ]);
    expect(heard.filter((each) => each.includes('afterCommit'))).toEqual([]);
    await accounts.saveMany([cid]);
    expect((await stored()).map(([owner]) => owner)).toEqual(['Ada', 'Bob', 'Cid']);
  });
});
