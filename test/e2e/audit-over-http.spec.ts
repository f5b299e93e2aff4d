import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSampleApp, type SampleApp } from '../support/world/sample-app.js';

let sample: SampleApp;

beforeAll(async () => {
  sample = await startSampleApp();
});
beforeEach(() => sample.clear());
afterAll(() => sample.stop());

describe('GET /audit', () => {
  const bob = { 'x-user': 'bob' };

  test('answers 200 with an empty list when nothing has happened', async () => {
    expect(await sample.ask('GET', '/audit')).toMatchObject({ status: 200, body: [] });
  });

  test('tells who did what to whom, and when', async () => {
    const id = await sample.createPerson({ name: 'ada' }, bob);

    const { body } = await sample.ask('GET', '/audit');

    expect(body).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        action: 'created',
        person: id.toHexString(),
        paths: ['id', 'name', 'tags'],
        user: 'bob',
        at: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    ]);
  });

  test('tells the newest first', async () => {
    const id = await sample.createPerson({ name: 'ada' }, bob);
    await sample.ask('PATCH', `/people/${id.toHexString()}`, { name: 'ada king' }, { 'x-user': 'eve' });
    await sample.ask('DELETE', `/people/${id.toHexString()}`);

    const { body } = await sample.ask('GET', '/audit');

    expect(body).toMatchObject([
      { action: 'deleted', paths: [], user: 'unknown' },
      { action: 'changed', paths: ['name'], user: 'eve' },
      { action: 'created', paths: ['id', 'name', 'tags'], user: 'bob' },
    ]);
  });

  test('tells nothing of a save without changes', async () => {
    const id = await sample.createPerson({ name: 'ada' });

    await sample.ask('PATCH', `/people/${id.toHexString()}`, { name: ' Ada ' });

    expect((await sample.ask('GET', '/audit')).body).toMatchObject([{ action: 'created' }]);
  });

  test('tells of a delete that was refused', async () => {
    const id = await sample.createPerson({ name: 'ada', tags: ['protected'] });

    await sample.ask('DELETE', `/people/${id.toHexString()}`, undefined, bob);

    expect((await sample.ask('GET', '/audit')).body).toMatchObject([
      { action: 'refused to delete', person: id.toHexString(), user: 'bob' },
      { action: 'created' },
    ]);
  });
});
