import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { postSave, SignalBus } from 'nestjs-documents';
import { Transfer } from '../../sample-app/transfers/transfer.js';
import { startSampleApp, type Answer, type SampleApp } from '../support/world/sample-app.js';
import { capabilities } from '../support/server.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;

let sample: SampleApp;
let ada: string;
let bob: string;

beforeAll(async () => {
  sample = await startSampleApp();
});
beforeEach(async () => {
  await sample.clear();
  ada = (await sample.ask('POST', '/accounts', { owner: 'ada', balance: 100 })).body.id;
  bob = (await sample.ask('POST', '/accounts', { owner: 'bob' })).body.id;
});
afterAll(() => sample.stop());

const transfer = (values: object, headers?: Record<string, string>): Promise<Answer> =>
  sample.ask('POST', '/transfers', { from: ada, to: bob, amount: 30, ...values }, headers);

async function balances(): Promise<Record<string, number>> {
  const accounts = await sample.stored('accounts');
  return Object.fromEntries(accounts.map(({ owner, balance }) => [owner, balance]));
}

async function texts(): Promise<string[]> {
  return (await sample.stored('notifications')).map(({ text }) => text);
}

describe('GET /accounts/:id', () => {
  test('answers 200 with the account', async () => {
    expect(await sample.ask('GET', `/accounts/${ada}`)).toMatchObject({
      status: 200,
      body: { id: ada, owner: 'ada', balance: 100, version: 1 },
    });
  });

  test('answers 404 when there is no such account', async () => {
    expect(await sample.ask('GET', '/accounts/64b7f0c2a1b2c3d4e5f60718')).toMatchObject({ status: 404 });
  });
});

/** Transactions that write the same wait for each other, and begin again: on a machine that is busy that takes its time, in ms. */
const patience = 60_000;

withTransactions('POST /transfers (needs transactions)', () => {
  test('answers 201 with the transfer', async () => {
    expect(await transfer({})).toMatchObject({
      status: 201,
      body: {
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        from: ada,
        to: bob,
        amount: 30,
        at: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    });
  });

  test('moves the amount, and stores the transfer', async () => {
    await transfer({});

    expect(await balances()).toEqual({ ada: 70, bob: 30 });
    expect(await sample.stored('transfers')).toMatchObject([
      { from: new ObjectId(ada), to: new ObjectId(bob), amount: 30 },
    ]);
  });

  test('tells the owner after the commit, and who has sent it, before it answers', async () => {
    await transfer({}, { 'x-user': 'ada' });

    expect(await sample.stored('notifications')).toEqual([
      { _id: expect.any(ObjectId), account: new ObjectId(bob), text: 'You have received 30', user: 'ada' },
    ]);
  });

  test('answers 422 when the balance is not sufficient, and leaves nothing', async () => {
    expect(await transfer({ amount: 101 })).toMatchObject({
      status: 422,
      body: { message: 'The balance is not sufficient' },
    });

    expect(await balances()).toEqual({ ada: 100, bob: 0 });
    expect(await sample.stored('transfers')).toEqual([]);
    expect(await texts()).toEqual([]);
  });

  test('answers 404 when one of the accounts is not there, and leaves nothing', async () => {
    for (const unknown of ['from', 'to']) {
      const answer = await transfer({ [unknown]: '64b7f0c2a1b2c3d4e5f60718' });

      expect(answer).toMatchObject({ status: 404, body: { error: 'DOCUMENT_NOT_FOUND' } });
    }
    expect(await balances()).toEqual({ ada: 100, bob: 0 });
    expect(await sample.stored('transfers')).toEqual([]);
    expect(await texts()).toEqual([]);
  });

  test.each([[0], [-30], [2.5], ['30'], [null], [undefined], [{ $gt: 0 }], [2 ** 31]])(
    'answers 422 when the amount is %O, and leaves nothing',
    async (amount) => {
      const answer = await transfer({ amount });

      expect(answer).toMatchObject({ status: 422, body: { issues: [{ path: 'amount' }] } });
      expect(await balances()).toEqual({ ada: 100, bob: 0 });
      expect(await sample.stored('transfers')).toEqual([]);
    },
  );

  test.each([[{ to: 'bob' }], [{ from: undefined }], [{ from: { $ne: null } }]])(
    'answers 400 when an account is no id: %O',
    async (values) => {
      expect(await transfer(values)).toMatchObject({
        status: 400,
        body: { error: 'INVALID_ID', message: 'The id of Account must be of type objectId' },
      });
    },
  );

  test('answers 400 when both accounts are the same', async () => {
    expect(await transfer({ to: ada })).toMatchObject({ status: 400 });
  });

  test(
    'keeps the sum when 20 are made at once, there and back, and tells of each once',
    async () => {
      await sample.ask('POST', '/transfers', { from: ada, to: bob, amount: 50 });

      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          index % 2 === 0 ? transfer({ amount: 1 }) : transfer({ from: bob, to: ada, amount: 2 }),
        ),
      );

      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
      expect(await balances()).toEqual({ ada: 60, bob: 40 });
      expect(await sample.stored('transfers')).toHaveLength(21);
      expect((await texts()).sort()).toEqual([
        ...Array.from({ length: 10 }, () => 'You have received 1'),
        ...Array.from({ length: 10 }, () => 'You have received 2'),
        'You have received 50',
      ]);
    },
    patience,
  );

  test(
    'never pays more than there is, however many ask at once',
    async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => transfer({ amount: 30 })));

      expect(answers.map(({ status }) => status).sort()).toEqual([
        ...Array.from({ length: 3 }, () => 201),
        ...Array.from({ length: 17 }, () => 422),
      ]);
      expect(await balances()).toEqual({ ada: 10, bob: 90 });
      expect(await texts()).toHaveLength(3);
    },
    patience,
  );

  test('answers 201 when a listener fails after the commit, and the transfer stands', async () => {
    const fail = () => {
      throw new Error('no mail');
    };
    using _undo = sample.app.get(SignalBus).connect(postSave, Transfer, fail, {
      phase: 'afterCommit',
      order: -1,
    });

    expect(await transfer({})).toMatchObject({ status: 201 });

    expect(await balances()).toEqual({ ada: 70, bob: 30 });
    expect(await texts()).toEqual(['You have received 30']);
  });

  test('answers 500 when a listener fails in the transaction, and leaves nothing', async () => {
    const fail = () => {
      throw new Error('no ledger');
    };
    using _undo = sample.app.get(SignalBus).connect(postSave, Transfer, fail);

    expect(await transfer({})).toMatchObject({
      status: 500,
      body: { statusCode: 500, message: 'Internal server error' },
    });

    expect(await balances()).toEqual({ ada: 100, bob: 0 });
    expect(await texts()).toEqual([]);
  });
});
