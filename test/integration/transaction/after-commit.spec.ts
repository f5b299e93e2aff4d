import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  PostSignalError,
  type SignalBus,
  Transaction,
  postBulkInsert,
  postCommit,
  postDelete,
  postRollback,
  postSave,
} from 'nestjs-documents';
import type { SignalPhase, PostSave, Signal, Transactions, DisconnectReceiver } from 'nestjs-documents';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';
import { withFailPoint } from '../../support/fail-points.js';
import { conflict } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const withFailPoints = capabilities.failPoints ? test : test.skip;

withTransactions('The phases afterCommit and notApplied (need transactions)', () => {
  let world: TransactionsWorld;
  let people: TransactionsWorld['people'];
  let transactions: Transactions;
  let bus: SignalBus;
  /** The signals received, in order: `postSave Ada now`. */
  let heard: string[];
  let payloads: PostSave<Person>[];
  let undo: DisconnectReceiver[];

  beforeAll(async () => {
    world = await openTransactionsWorld();
    ({ people, transactions, bus } = world);
  });
  beforeEach(async () => {
    await world.clear();
    heard = [];
    payloads = [];
    undo = [];
    const listen = (signal: Signal<any, any>, sender: any, phase: SignalPhase) => {
      const receiver = (payload: any): void => {
        const subjects = payload.documents ?? (payload.document ? [payload.document] : []);
        heard.push([signal.name, ...subjects.map(({ name }: Person) => name), phase].join(' '));
        payloads.push(payload);
      };
      undo.push(bus.connect(signal, sender, receiver, { phase }));
    };
    for (const signal of [postSave, postDelete, postBulkInsert])
      for (const phase of ['now', 'afterCommit', 'notApplied'] as const) listen(signal, Person, phase);
    listen(postCommit, Transaction, 'afterCommit');
    listen(postRollback, Transaction, 'notApplied');
  });
  const disconnect = () => {
    for (const each of undo) each();
  };
  afterAll(() => world.close());

  test('after the commit, once, in the order of the operations', async () => {
    await transactions.run(async () => {
      const ada = await world.saved('Ada');
      await people.insertMany([people.build({ name: 'Bob' }), people.build({ name: 'Cid' })]);
      await people.delete(ada);
    });
    disconnect();
    expect(heard).toEqual([
      'postSave Ada now',
      'postBulkInsert Bob Cid now',
      'postDelete Ada now',
      'postSave Ada afterCommit',
      'postBulkInsert Bob Cid afterCommit',
      'postDelete Ada afterCommit',
      'postCommit afterCommit',
    ]);
  });

  test('after a rollback, of everything that was written', async () => {
    await errorOf(() =>
      transactions.run(async () => {
        await world.saved('Ada');
        throw new Error('no');
      }),
    );
    disconnect();
    expect(heard).toEqual(['postSave Ada now', 'postSave Ada notApplied', 'postRollback notApplied']);
  });

  test('without a transaction right after the write', async () => {
    const ada = await world.saved('Ada');
    await people.delete(ada);
    disconnect();
    expect(heard).toEqual([
      'postSave Ada now',
      'postSave Ada afterCommit',
      'postDelete Ada now',
      'postDelete Ada afterCommit',
    ]);
  });

  test('without a transaction also if a receiver in the operation fails, since the write stands', async () => {
    undo.push(
      bus.connect(postSave, Person, () => {
        throw new Error('no');
      }),
    );
    expect(await errorOf(() => world.saved('Ada'))).toBeInstanceOf(PostSignalError);
    disconnect();
    expect(heard).toEqual(['postSave Ada now', 'postSave Ada afterCommit']);
  });

  test('of a write that was refused only that it was not applied', async () => {
    const ada = await world.saved('Ada');
    heard.length = 0;
    await errorOf(async () => people.create({ id: ada.id, name: 'again' }));
    disconnect();
    expect(heard).toEqual(['postSave again notApplied']);
  });

  withFailPoints('of the attempt that was committed only (needs fail points)', async () => {
    await withFailPoint(
      world.appName,
      {
        commands: ['commitTransaction'],
        times: 1,
        data: { errorCode: 251, errorLabels: ['TransientTransactionError'] },
      },
      () => transactions.run(() => world.saved('Ada')),
    );
    disconnect();
    expect(heard).toEqual([
      'postSave Ada now',
      'postSave Ada now',
      'postSave Ada afterCommit',
      'postCommit afterCommit',
    ]);
    expect(payloads.map(({ attempt }) => attempt)).toEqual([1, 2, 2, 2]);
    expect(new Set(payloads.map(({ transactionId }) => transactionId)).size).toBe(1);
  });

  withFailPoints('after a rollback once, however many attempts there were (needs fail points)', async () => {
    const error = await withFailPoint(
      world.appName,
      { commands: ['commitTransaction'], times: 1, data: { ...conflict } },
      () =>
        errorOf(() =>
          transactions.run(async ({ attempt }) => {
            await world.saved('Ada');
            if (attempt === 2) throw new Error('no');
          }),
        ),
    );
    disconnect();
    expect(error.message).toBe('no');
    expect(heard).toEqual([
      'postSave Ada now',
      'postSave Ada now',
      'postSave Ada notApplied',
      'postRollback notApplied',
    ]);
  });

  test('a document is shown as it was committed, each write with its own changes', async () => {
    await transactions.run(async () => {
      const ada = await world.saved('Ada');
      ada.age = 1;
      await people.save(ada);
      ada.age = 2;
      await people.save(ada);
      ada.age = 3;
    });
    disconnect();
    const committed = payloads.filter((_, index) => heard[index] === 'postSave Ada afterCommit');
    expect(committed.map(({ document, created }) => [document.age, created])).toEqual([
      [2, true],
      [2, false],
      [2, false],
    ]);
    expect(
      committed.map(({ changes }) =>
        [...changes].map(({ path, before, after }) => [path, before, after]).slice(-1),
      ),
    ).toEqual([[['status', undefined, 'new']], [['age', undefined, 1]], [['age', 1, 2]]]);
    expect(committed.every(({ document }) => document instanceof Person)).toBe(true);
  });

  test('the document that is shown can only be read', async () => {
    await transactions.run(() => world.saved('Ada'));
    disconnect();
    const [document] = payloads
      .filter((_, index) => heard[index] === 'postSave Ada afterCommit')
      .map((each) => each.document);
    const error = await errorOf(() => people.save(document as Person));
    expect(error.code).toBe('READ_ONLY_DOCUMENT');
  });

  test('what is written after a commit belongs to no transaction', async () => {
    undo.push(
      bus.connect(
        postSave,
        Person,
        async ({ document, session }) => {
          if (document.name !== 'Ada') return;
          expect(session).toBeUndefined();
          await world.saved('Eve');
        },
        { phase: 'afterCommit' },
      ),
    );
    const commands = await world.commandsOf(() => transactions.run(() => world.saved('Ada')));
    disconnect();
    expect(
      commands.map(({ name, command }) => [name, command['autocommit']]).filter(([name]) => name !== 'hello'),
    ).toEqual([
      ['insert', false],
      ['commitTransaction', false],
      ['insert', undefined],
    ]);
  });

  test('an error after a commit reaches no caller; the others are called', async () => {
    undo.push(
      bus.connect(
        postSave,
        Person,
        () => {
          throw new Error('no');
        },
        { phase: 'afterCommit', order: -1 },
      ),
    );
    await transactions.run(() => world.saved('Ada'));
    disconnect();
    expect(heard).toContain('postSave Ada afterCommit');
    expect(await world.names()).toEqual(['Ada']);
  });

  test('a listener after a commit that saves without end is stopped at the depth limit', async () => {
    let saves = 0;
    undo.push(
      bus.connect(
        postSave,
        Person,
        async () => {
          saves++;
          await world.saved('again');
        },
        { phase: 'afterCommit' },
      ),
    );
    await world.saved('Ada');
    disconnect();
    expect(saves).toBe(8);
  });

  test('of a transaction inside another one, after its own commit', async () => {
    await errorOf(() =>
      transactions.run(async () => {
        await transactions.run(() => world.saved('inner'), { propagation: 'requiresNew' });
        throw new Error('no');
      }),
    );
    disconnect();
    expect(heard).toEqual([
      'postSave inner now',
      'postSave inner afterCommit',
      'postCommit afterCommit',
      'postRollback notApplied',
    ]);
  });

  test('of a part of another one, after the commit of that', async () => {
    await transactions.run(async () => {
      await transactions.run(() => world.saved('inner'));
      heard.push('end of the work');
    });
    disconnect();
    expect(heard).toEqual([
      'postSave inner now',
      'end of the work',
      'postSave inner afterCommit',
      'postCommit afterCommit',
    ]);
  });
});
