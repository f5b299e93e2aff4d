import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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
    expect(await statistics()).toEqual({ people: 1, accounts: 0 });
    await storeUnheard();
    expect(await statistics()).toEqual({ people: 1, accounts: 0 });
  });

  test('counts anew after a save, a delete, and writes of another class', async () => {
    await statistics();
    await storeUnheard();
    await sample.ask('PATCH', `/people/${ada}`, { name: 'ada king' });
    expect(await statistics()).toEqual({ people: 2, accounts: 0 });
    await sample.ask('POST', '/accounts', { owner: 'ada' });
    expect(await statistics()).toEqual({ people: 2, accounts: 1 });
    await sample.ask('DELETE', `/people/${ada}`);
    expect(await statistics()).toEqual({ people: 1, accounts: 1 });
  });

  test('keeps them after a save that changes nothing', async () => {
    await statistics();
    await storeUnheard();
    await sample.ask('PATCH', `/people/${ada}`, { name: 'ada' });
    expect(await statistics()).toEqual({ people: 1, accounts: 0 });
  });

  withTransactions('counts anew after a commit, not after a rollback (needs transactions)', async () => {
    const open = async (owner: string, balance: number): Promise<string> =>
      (await sample.ask('POST', '/accounts', { owner, balance })).body.id;
    const [from, to] = [await open('ada', 10), await open('bob', 0)];
    await statistics();
    await storeUnheard();
    await sample.ask('POST', '/transfers', { from, to, amount: 20 });
    expect(await statistics()).toEqual({ people: 1, accounts: 2 });
    await sample.ask('POST', '/transfers', { from, to, amount: 10 });
    expect(await statistics()).toEqual({ people: 2, accounts: 2 });
  });
});
