import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { startSampleApp, type SampleApp } from '../support/world/sample-app.js';
import { capabilities } from '../support/server.js';

const withTransactions = capabilities.transactions ? test : test.skip;

let sample: SampleApp;
let ada: string;

beforeAll(async () => {
  sample = await startSampleApp();
});
beforeEach(async () => {
  await sample.clear();
  ada = (await sample.createPerson({ name: 'ada' })).toHexString();
});
afterAll(() => sample.stop());

const statistics = async () => (await sample.ask('GET', '/statistics')).body;

/** Stores a person beside the application, so that numbers that are kept differ from those that are counted. */
const storeUnheard = () => sample.db.collection('people').insertOne({ name: 'BOB' });

describe('GET /statistics', () => {
  test('keeps its numbers as long as nothing is written', async () => {
    expect(await statistics()).toEqual({ people: 1, accounts: 0, unread: 0 });
    await storeUnheard();
    expect(await statistics()).toEqual({ people: 1, accounts: 0, unread: 0 });
  });

  test('counts anew after a save, a delete, and writes of another class', async () => {
    await statistics();
    await storeUnheard();
    await sample.ask('PATCH', `/people/${ada}`, { name: 'ada king' });
    expect(await statistics()).toEqual({ people: 2, accounts: 0, unread: 0 });
    await sample.ask('POST', '/accounts', { owner: 'ada' });
    expect(await statistics()).toEqual({ people: 2, accounts: 1, unread: 0 });
    await sample.ask('DELETE', `/people/${ada}`);
    expect(await statistics()).toEqual({ people: 1, accounts: 1, unread: 0 });
  });

  test('keeps them after a save that changes nothing', async () => {
    await statistics();
    await storeUnheard();
    await sample.ask('PATCH', `/people/${ada}`, { name: 'ada' });
    expect(await statistics()).toEqual({ people: 1, accounts: 0, unread: 0 });
  });

  test('counts anew after an update by a filter, not after one that finds nothing', async () => {
    const account = (await sample.ask('POST', '/accounts', { owner: 'ada' })).body.id;
    await sample.db
      .collection('notifications')
      .insertOne({ account: new ObjectId(account), text: 'You have received 30', user: 'bob' });
    expect(await statistics()).toEqual({ people: 1, accounts: 1, unread: 1 });
    await storeUnheard();
    await sample.ask('POST', '/notifications/read', { account: '64b7f0c2a1b2c3d4e5f60718' });
    expect(await statistics()).toEqual({ people: 1, accounts: 1, unread: 1 });
    await sample.ask('POST', '/notifications/read', { account });
    expect(await statistics()).toEqual({ people: 2, accounts: 1, unread: 0 });
  });

  withTransactions('counts anew after a commit, not after a rollback (needs transactions)', async () => {
    const open = async (owner: string, balance: number): Promise<string> =>
      (await sample.ask('POST', '/accounts', { owner, balance })).body.id;
    const [from, to] = [await open('ada', 10), await open('bob', 0)];
    await statistics();
    await storeUnheard();
    await sample.ask('POST', '/transfers', { from, to, amount: 20 });
    expect(await statistics()).toEqual({ people: 1, accounts: 2, unread: 0 });
    await sample.ask('POST', '/transfers', { from, to, amount: 10 });
    expect(await statistics()).toEqual({ people: 2, accounts: 2, unread: 1 });
  });
});
