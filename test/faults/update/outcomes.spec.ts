import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  DuplicateKeyError,
  inc,
  postUpdate,
  preUpdate,
  WriteNotDurableError,
  WriteOutcomeUnknownError,
} from 'nestjs-documents';
import type { DisconnectReceiver, DocumentRepository, PostUpdate } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { newAppName, withFailPoint } from '../../support/fail-points.js';
import { capabilities, serverName } from '../../support/server.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';

describe(`An update by a filter is not answered as it should be (${serverName})`, () => {
  const appName = newAppName();
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  let told: unknown[];
  let undo: DisconnectReceiver[];

  beforeAll(async () => {
    world = await openApp([Person], [], { clientOptions: { appName } });
    people = world.repository(Person);
    await world.db.collection('people').createIndex({ e_mail: 1 }, { unique: true, sparse: true }, {});
  });
  beforeEach(async () => {
    await world.db.collection('people').deleteMany({});
    await world.db.collection('people').insertMany([
      { name: 'Ada', e_mail: 'ada@x' },
      { name: 'Bob', e_mail: 'bob@x' },
      { name: 'Cid', age: 1 },
      { name: 'Cid', age: 2 },
    ]);
    told = [];
    undo = (['afterCommit', 'notApplied'] as const).map((phase) =>
      world.bus.connect(
        postUpdate,
        Person,
        ({ result, update }: PostUpdate<Person>) => void told.push([phase, result, update.paths]),
        { phase },
      ),
    );
  });
  afterEach(() => {
    for (const each of undo) each();
  });
  afterAll(() => world.close());

  /** Runs `work`, and returns its error, the signals after the write, and the commands. */
  const observed = async (work: () => Promise<unknown>) => {
    using recorder = new SignalRecorder(world.bus);
    let error: any;
    const sent = await world.commandsOf(async () => (error = await errorOf(work)));
    const posts = recorder.sent.filter(({ name }) => /\.post(Update|Write)$/.test(name));
    return { error, posts: posts.map(({ name }) => name), sent: sent.map(({ name }) => name) };
  };
  const stored = () =>
    world.db
      .collection('people')
      .find({}, { projection: { _id: 0 } })
      .sort({ name: 1, age: 1 })
      .toArray();
  const nothing = { matchedCount: 0, modifiedCount: 0 };

  describe('a reply is lost, which needs fail points', () => {
    const withFailPoints = capabilities.failPoints ? test : test.skip;
    const failing = (times: number, data: object, work: () => Promise<unknown>) =>
      withFailPoint(appName, { commands: ['update'], times, data }, () => observed(work));

    withFailPoints('of updateMany, once: it is not sent again, and its outcome is unknown', async () => {
      const update = () => people.updateMany({ name: 'Cid' }, { age: inc(1) });
      const { error, posts, sent } = await failing(1, { closeConnection: true }, update);

      expect(error).toBeInstanceOf(WriteOutcomeUnknownError);
      expect(error).toMatchObject({ outcome: 'unknown', documentName: 'Person' });
      expect([posts, told, sent]).toEqual([[], [], ['update']]);
    });

    withFailPoints.each<[string, () => Promise<unknown>]>([
      ['updateOne', () => people.updateOne({ name: 'Ada' }, { age: inc(1) })],
      ['updateById', async () => people.updateById((await people.getOne({ name: 'Ada' })).id, { age: 3 })],
    ])('of %s, twice: its outcome is unknown', async (_, update) => {
      const { error, posts, sent } = await failing(2, { closeConnection: true }, update);

      expect(error).toBeInstanceOf(WriteOutcomeUnknownError);
      expect(error.hasErrorLabel('RetryableWriteError')).toBe(true);
      expect([posts, told]).toEqual([[], []]);
      expect(sent.filter((name) => name === 'update')).toHaveLength(2);
    });

    withFailPoints('of updateOne, once: the driver sends it again, and it is signalled once', async () => {
      const update = () => people.updateOne({ name: 'Ada' }, { age: 3 });
      const { error, posts, sent } = await failing(1, { closeConnection: true }, update);

      expect(error).toBeUndefined();
      expect(posts).toEqual(['Person.postUpdate', 'Person.postWrite']);
      expect(told).toEqual([['afterCommit', { matchedCount: 1, modifiedCount: 1 }, ['age']]]);
      expect(sent).toEqual(['update', 'update']);
    });

    withFailPoints('as the write is not durable: it was applied, but may be lost', async () => {
      const data = { writeConcernError: { code: 64, errmsg: 'waiting' } };
      const { error, posts } = await failing(1, data, () => people.updateOne({ name: 'Ada' }, { age: 3 }));

      expect(error).toBeInstanceOf(WriteNotDurableError);
      expect([posts, told]).toEqual([[], []]);
    });
  });

  test.each<[string, () => Promise<unknown>]>([
    ['updateOne', () => people.updateOne({ name: 'Ada' }, { email: 'bob@x' })],
    [
      'updateById',
      async () => people.updateById((await people.getOne({ name: 'Ada' })).id, { email: 'bob@x' }),
    ],
  ])('a duplicate key of %s: it was not applied, which is told', async (_, update) => {
    const before = await stored();
    const { error, posts } = await observed(update);

    expect(error).toBeInstanceOf(DuplicateKeyError);
    expect(error).toMatchObject({ outcome: 'notApplied', keys: ['e_mail'] });
    expect(posts).toEqual([]);
    expect(told).toEqual([['notApplied', nothing, ['email']]]);
    expect(await stored()).toEqual(before);
  });

  test('a duplicate key in the middle of updateMany: the first document is updated, so nothing is told', async () => {
    const { error, posts } = await observed(() => people.updateMany({ name: 'Cid' }, { email: 'cid@x' }));

    expect(error).toBeInstanceOf(DuplicateKeyError);
    expect(error.outcome).toBe('unknown');
    expect(error.problem).toBe(
      'A write of several Person ended at one of them, and those before it may be written',
    );
    expect([posts, told]).toEqual([[], []]);
    expect((await stored()).filter((each) => each['e_mail'] === 'cid@x')).toHaveLength(1);
  });

  test('a duplicate key in the middle of updateMany in a bulk: the outcome of that part is unknown', async () => {
    const { error, posts } = await observed(() =>
      people.bulkWrite([
        { updateOne: { filter: { name: 'Ada' }, update: { age: 5 } } },
        { updateMany: { filter: { name: 'Cid' }, update: { email: 'cid@x' } } },
        { updateOne: { filter: { name: 'Bob' }, update: { age: 5 } } },
      ]),
    );

    expect(error.bulk).toEqual({ applied: [0], failed: [], notAttempted: [2], unknown: [1] });
    expect(posts).toEqual(['Person.postUpdate', 'Person.postWrite']);
    expect(told).toEqual([
      ['afterCommit', { matchedCount: 1, modifiedCount: 1 }, ['age']],
      ['notApplied', nothing, ['age']],
    ]);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['an update that is not valid', () => people.updateMany({ name: 'Cid' }, { age: 'x' as never })],
    ['an update of an unknown path', () => people.updateOne({ name: 'Cid' }, { wrong: 1 } as never)],
  ])('%s: nothing is sent, which is told', async (_, update) => {
    const { error, posts, sent } = await observed(update);

    expect(error).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect([posts, sent]).toEqual([[], []]);
    expect(told).toEqual([['notApplied', nothing, [expect.any(String)]]]);
  });

  test('a filter that cannot be used: no receiver is called', async () => {
    let called = 0;
    undo.push(
      world.bus.connect(preUpdate, Person, () => {
        called++;
      }),
    );
    const { error, sent } = await observed(() => people.updateMany({ wrong: 1 } as never, { age: 1 }));

    expect(error).toMatchObject({ code: 'UNKNOWN_PATH' });
    expect([called, told, sent]).toEqual([0, [], []]);
  });
});
