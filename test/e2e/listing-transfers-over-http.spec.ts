import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { getConnectionToken } from 'nestjs-documents';
import type { Connection } from 'nestjs-documents';
import { databaseUri } from '../support/server.js';
import { startSampleApp, type SampleApp } from '../support/world/sample-app.js';

const [ada, bob, gone] = [new ObjectId(), new ObjectId(), new ObjectId()];
const first = new ObjectId('64b7f0c2a1b2c3d4e5f60718');

let sample: SampleApp;

beforeAll(async () => {
  sample = await startSampleApp({ uri: databaseUri(), clientOptions: { monitorCommands: true } });
});
beforeEach(async () => {
  await sample.clear();
  await sample.db.collection('accounts').insertMany([
    { _id: ada, owner: 'ada', balance: 70, version: 1 },
    { _id: bob, owner: 'bob', balance: 30, version: 1 },
  ]);
  await sample.db.collection('transfers').insertMany([
    { _id: first, from: ada, to: bob, amount: 30, at: new Date('2026-01-01T00:00:00Z') },
    { from: bob, to: ada, amount: 5, at: new Date('2026-01-03T00:00:00Z') },
    { from: ada, to: gone, amount: 7, at: new Date('2026-01-02T00:00:00Z') },
  ]);
});
afterAll(() => sample.stop());

describe('GET /transfers', () => {
  test('answers 200 with the last transfers and the owners of their accounts', async () => {
    const { status, body } = await sample.ask('GET', '/transfers');

    expect(status).toBe(200);
    expect(body[2]).toEqual({
      id: first.toHexString(),
      amount: 30,
      at: '2026-01-01T00:00:00.000Z',
      from: 'ada',
      to: 'bob',
    });
    expect(body.map(({ amount, from }: { amount: number; from: string }) => [amount, from])).toEqual([
      [5, 'bob'],
      [7, 'ada'],
      [30, 'ada'],
    ]);
  });

  test('names nobody where an account is missing', async () => {
    const { body } = await sample.ask('GET', '/transfers');

    expect(Object.keys(body[1])).toEqual(['id', 'amount', 'at', 'from']);
  });

  test('reads the accounts by one command for each path, however many transfers there are', async () => {
    const sent: string[] = [];
    const { client } = sample.app.get<Connection>(getConnectionToken());
    const listen = ({ command }: { command: { find?: string } }) => void sent.push(String(command.find));
    client.on('commandStarted', listen);
    await sample.ask('GET', '/transfers');
    client.off('commandStarted', listen);

    expect(sent).toEqual(['transfers', 'accounts', 'accounts']);
  });

  test('lists the last 20', async () => {
    const more = Array.from({ length: 30 }, (_, amount) => ({ from: ada, to: bob, amount: amount + 100 }));
    await sample.db
      .collection('transfers')
      .insertMany(more.map((each, index) => ({ ...each, at: new Date(Date.UTC(2027, 0, 1, 0, index)) })));

    const { body } = await sample.ask('GET', '/transfers');

    expect([body.length, body[0].amount, body[19].amount]).toEqual([20, 129, 110]);
  });
});

describe('GET /accounts/:id/payments', () => {
  test('answers 200 with the amounts, and the owners of the accounts that were paid', async () => {
    const { status, body } = await sample.ask('GET', `/accounts/${ada.toHexString()}/payments`);

    expect([status, body]).toEqual([200, [{ amount: 30, to: 'bob' }, { amount: 7 }]]);
  });

  test('answers 200 without any if the account has paid nothing', async () => {
    await sample.db.collection('transfers').deleteMany({ from: bob });

    expect(await sample.ask('GET', `/accounts/${bob.toHexString()}/payments`)).toMatchObject({
      status: 200,
      body: [],
    });
  });

  test('answers 404 when there is no such account', async () => {
    expect(await sample.ask('GET', `/accounts/${gone.toHexString()}/payments`)).toMatchObject({
      status: 404,
      body: { error: 'DOCUMENT_NOT_FOUND' },
    });
  });
});
