import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { rebuildCounters } from 'nestjs-documents';
import { Random } from '../../support/random.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { writeAtRandom } from './random-writes.js';
import { all, freshCounters, Label, Remark, Reply, storedCounters, Topic } from './world.js';

const now = { pause: 0 } as const;

describe('rebuildCounters', () => {
  let world: IntegrationApp;
  let [a, b] = [new ObjectId(), new ObjectId()];
  beforeAll(async () => {
    world = await openApp(all);
  });
  beforeEach(async () => {
    for (const each of ['topics', 'labels', 'remarks']) await world.db.collection(each).deleteMany({});
    [a, b] = [new ObjectId(), new ObjectId()];
    await world.repository(Topic).insertMany([{ id: a }, { id: b }]);
    await world.repository(Label).insertMany([{ id: 'x' }, { id: 'y' }]);
    const values = { topicId: a, labelIds: ['x', 'x', 'y'], quotes: [{ topicId: b }, { topicId: b }] };
    await world.repository(Remark).insertMany([values, values]);
    await world.repository(Reply).insertMany([values, values]);
    await world.repository(Remark).deleteOne({ topicId: a });
  });
  afterAll(() => world.close());

  const topic = (id: ObjectId) => world.db.collection('topics').findOne({ _id: id });

  test('changes nothing where all counters are right', async () => {
    const commands = await world.commandsOf(() => rebuildCounters(world.repository(Topic), now));
    expect(commands.map(({ name }) => name)).not.toContain('update');
    expect(await rebuildCounters(world.repository(Topic), now)).toEqual([
      { document: 'Topic', counter: 'remarkCount', checked: 2, different: 0, corrected: 0 },
      { document: 'Topic', counter: 'replyCount', checked: 2, different: 0, corrected: 0 },
      { document: 'Topic', counter: 'quoteCount', checked: 2, different: 0, corrected: 0 },
    ]);
  });

  test('corrects what is wrong, missing, null or not a number', async () => {
    const topics = world.db.collection('topics');
    await topics.updateOne({ _id: a }, { $set: { remarkCount: 7, replies: null, quoteCount: 'many' } });
    await topics.updateOne({ _id: b }, { $set: { remarkCount: -1 }, $unset: { quoteCount: 1, replies: 1 } });
    await world.db.collection('labels').updateMany({}, { $inc: { uses: 3 } });
    const results = await rebuildCounters(world.repository(Topic), now);
    expect(results.map(({ different, corrected }) => [different, corrected])).toEqual([
      [2, 2],
      [2, 2],
      [2, 2],
    ]);
    expect(await topic(a)).toMatchObject({ remarkCount: 3, replies: 2, quoteCount: 0, version: 1 });
    expect(await topic(b)).toMatchObject({ remarkCount: 0, replies: 0, quoteCount: 3, version: 1 });
    await rebuildCounters(world.repository(Label), now);
    expect(await storedCounters(world.db)).toEqual(await freshCounters(world.db));
  });

  test('only tells what differs, if it is not to correct it', async () => {
    await world.db.collection('topics').updateOne({ _id: a }, { $set: { remarkCount: 7 } });
    const [first] = await rebuildCounters(world.repository(Topic), { correct: false, pause: 0 });
    expect(first).toEqual({
      document: 'Topic',
      counter: 'remarkCount',
      checked: 2,
      different: 1,
      corrected: 0,
    });
    expect(await topic(a)).toMatchObject({ remarkCount: 7 });
  });

  test('keeps what the application writes meanwhile', async () => {
    await world.db.collection('topics').updateMany({}, { $inc: { remarkCount: 5, replies: -1 } });
    const [remarks, replies] = [world.repository(Remark), world.repository(Reply)];
    const given = { remarks, replies, topicIds: [a, b], labelIds: ['x', 'y'] };
    const random = new Random('meanwhile');
    const writes = { areOver: false };
    const writing = (async () => {
      while (!writes.areOver) await writeAtRandom(given, random);
    })();
    await rebuildCounters(world.repository(Topic), { pause: 20 });
    writes.areOver = true;
    await writing;
    await rebuildCounters(world.repository(Topic), now);
    expect(await storedCounters(world.db)).toEqual(await freshCounters(world.db));
  });

  test('finds no counters in a class without any', async () => {
    expect(await rebuildCounters(world.repository(Remark), now)).toEqual([]);
  });

  test('refuses a pause that is not a time', async () => {
    const error = await errorOf(() => rebuildCounters(world.repository(Topic), { pause: -1 }));
    expect(error).toMatchObject({ code: 'INVALID_OPTIONS' });
  });
});
