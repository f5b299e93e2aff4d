import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { CounterOf, Document, Id, Reference } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'members' })
class Member {
  @Id() id!: ObjectId;
}

@Document({ collection: 'threads' })
class Thread {
  @Id() id!: ObjectId;
  @CounterOf(() => Message, 'threadId') messageCount!: number;
  @CounterOf(() => Message, 'pinnedIn') pinnedCount!: number;
}

@Document({ collection: 'messages' })
class Message {
  @Id() id!: ObjectId;
  @Reference(() => Member, { onDelete: 'cascade' }) memberId?: ObjectId;
  @Reference(() => Thread) threadId?: ObjectId;
  @Reference(() => [Thread], { onDelete: 'pull' }) pinnedIn: ObjectId[] = [];
}

describe('Delete rules', () => {
  let world: IntegrationApp;
  beforeAll(async () => {
    world = await openApp([Member, Thread, Message]);
  });
  afterAll(() => world.close());

  const counts = async (_id: ObjectId) => {
    const thread = await world.db.collection('threads').findOne({ _id });
    return [thread?.['messageCount'], thread?.['pinnedCount']];
  };

  test.each([[true], [false]])(
    'count down what they delete and change (transactional: %s)',
    async (transactional) => {
      const [ada, bob] = await world.repository(Member).insertMany([{}, {}]);
      const [one, two] = await world.repository(Thread).insertMany([{}, {}]);
      const message = (memberId: ObjectId, pinnedIn: ObjectId[]) => ({
        memberId,
        threadId: one!.id,
        pinnedIn,
      });
      await world
        .repository(Message)
        .insertMany([
          message(ada!.id, [one!.id]),
          message(ada!.id, []),
          message(bob!.id, [one!.id, two!.id]),
        ]);
      expect([await counts(one!.id), await counts(two!.id)]).toEqual([
        [3, 2],
        [0, 1],
      ]);
      await world.repository(Member).delete(ada!, { transactional });
      expect([await counts(one!.id), await counts(two!.id)]).toEqual([
        [1, 1],
        [0, 1],
      ]);
      await world.repository(Thread).delete(two!, { transactional });
      expect(await counts(one!.id)).toEqual([1, 1]);
    },
  );
});
