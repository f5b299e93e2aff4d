import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DuplicateKeyError, WriteNotDurableError, WriteOutcomeUnknownError } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { newAppName, withFailPoint } from '../../support/fail-points.js';
import { capabilities } from '../../support/server.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';

const withFailPoints = capabilities.failPoints ? describe : describe.skip;
const appName = newAppName();
const commands = ['findAndModify'];
// 11000 itself cannot be provoked: the server wants to know which key it was.
const duplicate = { errorCode: 12582 };

withFailPoints('One document is found and written (needs fail points)', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;

  beforeAll(async () => {
    world = await openApp([Person], [], { clientOptions: { appName } });
    people = world.repository(Person);
  });
  beforeEach(() => world.db.collection('people').deleteMany({}));
  afterAll(() => world.close());

  /** Runs `work` while the server fails commands, and returns what it came to. */
  const failing = async (times: number, data: object, work: () => Promise<unknown>) => {
    using recorder = new SignalRecorder(world.bus);
    let error: any;
    const sent = await world.commandsOf(() =>
      withFailPoint(appName, { commands, times, data }, async () => {
        error = await errorOf(work);
      }),
    );
    const posts = recorder.sent.map(({ name }) => name).filter((name) => name.includes('.post'));
    return { error, posts, sent: sent.map(({ name }) => name) };
  };

  test('an upsert is sent once more after a duplicate key', async () => {
    const upsert = () => people.upsertOne({ name: 'Ada' }, { age: 3 });
    const { error, posts, sent } = await failing(1, duplicate, upsert);
    expect(error).toBeUndefined();
    expect(sent).toEqual(['findAndModify', 'findAndModify']);
    expect(posts).toEqual(['Person.postUpdate', 'Person.postWrite']);
    expect(await people.count({ name: 'Ada', age: 3 })).toBe(1);
  });

  test('a second duplicate key is the error of the upsert', async () => {
    const upsert = () => people.findOneAndUpdate({ name: 'Ada' }, { age: 3 }, { upsert: true });
    const { error, posts, sent } = await failing(2, duplicate, upsert);
    expect(error).toBeInstanceOf(DuplicateKeyError);
    expect(sent).toEqual(['findAndModify', 'findAndModify']);
    expect(posts).toEqual([]);
  });

  test('an update is sent once', async () => {
    const update = () => people.findOneAndUpdate({ name: 'Ada' }, { age: 3 });
    const { error, sent } = await failing(1, duplicate, update);
    expect(error).toBeInstanceOf(DuplicateKeyError);
    expect(sent).toEqual(['findAndModify']);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['findOneAndUpdate', () => people.findOneAndUpdate({ name: 'Ada' }, { age: 3 })],
    ['findOneAndReplace', () => people.findOneAndReplace({ name: 'Ada' }, { name: 'Bob' })],
    ['upsertOne', () => people.upsertOne({ name: 'Ada' }, { age: 3 })],
  ])('%s whose reply is lost twice is of unknown outcome, and sends no post signal', async (_, work) => {
    await people.create({ name: 'Ada' });
    const { error, posts } = await failing(2, { closeConnection: true }, work);
    expect(error).toBeInstanceOf(WriteOutcomeUnknownError);
    expect(posts).toEqual([]);
  });

  test('one that is not durable is an error that says so', async () => {
    await people.create({ name: 'Ada' });
    const data = { writeConcernError: { code: 64, errmsg: 'waiting' } };
    const { error, posts } = await failing(1, data, () =>
      people.findOneAndUpdate({ name: 'Ada' }, { age: 3 }),
    );
    expect(error).toBeInstanceOf(WriteNotDurableError);
    expect(posts).toEqual([]);
    const missing = await failing(1, data, () => people.findOneAndUpdate({ name: 'Eve' }, { age: 3 }));
    expect(missing.error).toBeInstanceOf(WriteOutcomeUnknownError);
  });
});
