import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { startSampleApp, type SampleApp } from '../support/world/sample-app.js';

const ada = '64b7f0c2a1b2c3d4e5f60701';
const bob = '64b7f0c2a1b2c3d4e5f60702';

let sample: SampleApp;

beforeAll(async () => {
  sample = await startSampleApp();
});
beforeEach(() => sample.clear());
afterAll(() => sample.stop());

const store = (_id: number, account: string, values: object = {}) =>
  sample.db
    .collection<{ _id: number; account: ObjectId; text: string; user: string }>('notifications')
    .insertOne({ _id, account: new ObjectId(account), text: 'You have received 30', user: 'eve', ...values });

describe('POST /notifications/read', () => {
  test('marks those of the account that are unread, and tells how many', async () => {
    const readAt = new Date('2026-01-01T00:00:00Z');
    await store(1, ada);
    await store(2, ada);
    await store(3, ada, { readAt });
    await store(4, bob);

    expect(await sample.ask('POST', '/notifications/read', { account: ada })).toMatchObject({
      status: 200,
      body: { read: 2 },
    });

    expect(await sample.stored('notifications')).toMatchObject([
      { _id: 1, readAt: expect.any(Date), text: 'You have received 30' },
      { _id: 2, readAt: expect.any(Date) },
      { _id: 3, readAt },
      { _id: 4 },
    ]);
    expect((await sample.stored('notifications'))[3]).not.toHaveProperty('readAt');
  });

  test('marks nothing twice', async () => {
    await store(1, ada);
    await sample.ask('POST', '/notifications/read', { account: ada });
    const [first] = await sample.stored('notifications');

    expect(await sample.ask('POST', '/notifications/read', { account: ada })).toMatchObject({
      body: { read: 0 },
    });

    expect(await sample.stored('notifications')).toEqual([first]);
  });

  test.each([[{}], [{ account: 'ada' }], [{ account: { $ne: null } }]])(
    'answers 400 when the account is no id: %O',
    async (values) => {
      await store(1, ada);

      expect(await sample.ask('POST', '/notifications/read', values)).toMatchObject({ status: 400 });

      expect(await sample.stored('notifications', { readAt: { $exists: true } })).toEqual([]);
    },
  );
});

describe('GET /people?search=', () => {
  test('counts a hit of each person that it finds, however many search at once', async () => {
    await sample.createPerson({ name: 'ada lovelace' });
    await sample.createPerson({ name: 'ada king' });

    await Promise.all(
      ['ada', 'ada king', 'king', 'king', 'bob', ''].map((words) =>
        sample.ask('GET', `/people?search=${encodeURIComponent(words)}`),
      ),
    );

    expect((await sample.stored('search')).map(({ words, hits }) => [words, hits])).toEqual([
      [['ada', 'lovelace'], 1],
      [['ada', 'king'], 4],
    ]);
  });
});
