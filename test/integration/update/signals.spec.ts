import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  Document,
  Field,
  Id,
  inc,
  postUpdate,
  postWrite,
  preUpdate,
  Transactions,
  raw,
  rename,
  unset,
} from 'nestjs-documents';
import type { DocumentRepository, PostUpdate, PostWrite, PreUpdate } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { capabilities } from '../../support/server.js';

@Document({ collection: 'members' })
class Member {
  @Id() id!: ObjectId;
  @Field({ required: true, maxLength: 20 }) name!: string;
  @Field() visits?: number;
  @Field() note?: string;
  @Field() slug?: string;
}

@Document()
class Admin extends Member {
  @Field() rights?: string;
}

const withTransactions = capabilities.transactions ? test : test.skip;

describe('An update by a filter', () => {
  let world: IntegrationApp;
  let members: DocumentRepository<Member>;
  const undo: (() => void)[] = [];
  const all = () =>
    world.db
      .collection('members')
      .find({}, { projection: { _id: 0 } })
      .sort({ name: 1 })
      .toArray();
  const onPre = (receiver: (payload: PreUpdate<Member>) => unknown, sender: typeof Member = Member) =>
    undo.push(world.bus.connect(preUpdate, sender, receiver));

  beforeAll(async () => {
    world = await openApp([Member, Admin]);
    members = world.repository(Member);
  });
  beforeEach(async () => {
    for (const each of undo.splice(0)) each();
    await world.db.collection('members').deleteMany({});
    await world.db
      .collection('members')
      .insertMany([{ name: 'Ada', visits: 1 }, { name: 'Bob' }, { name: 'Cid', _type: 'Admin' }]);
  });
  afterAll(() => world.close());

  test('shows receivers of preUpdate the filter and the update', async () => {
    const seen: unknown[] = [];
    onPre(({ filter, update, many, origin }) =>
      seen.push({ filter, many, origin, paths: update.paths, steps: update.steps, note: update.get('note') }),
    );

    await members.updateMany({ name: 'Ada' }, { visits: inc(2), note: 'x', slug: unset() });

    expect(seen).toEqual([
      {
        filter: { name: 'Ada' },
        many: true,
        origin: 'updateMany',
        paths: ['visits', 'note', 'slug'],
        steps: [
          { path: 'visits', operator: 'inc', value: 2 },
          { path: 'note', operator: 'set', value: 'x' },
          { path: 'slug', operator: 'unset', value: undefined },
        ],
        note: 'x',
      },
    ]);
  });

  test('sends what receivers of preUpdate set, and not what they remove', async () => {
    onPre(({ update }) => {
      expect(update.has('name')).toBe(true);
      update.set('slug', 'ada-2').set('visits', inc(5));
      expect(update.remove('note')).toBe(true);
      expect(update.remove('note')).toBe(false);
    });

    const result = await members.updateOne({ name: 'Ada' }, { name: 'Ada II', note: 'x' });

    expect(result).toEqual({ matchedCount: 1, modifiedCount: 1 });
    expect(await all()).toEqual([
      { name: 'Ada II', visits: 6, slug: 'ada-2' },
      { name: 'Bob' },
      { name: 'Cid', _type: 'Admin' },
    ]);
  });

  test('is validated after receivers of preUpdate, and sends nothing if it is not valid', async () => {
    onPre(({ update }) => void update.set('name', 'x'.repeat(21)));
    let error: any;

    const sent = await world.commandsOf(async () => {
      error = await errorOf(() => members.updateMany({ name: 'Ada' }, { visits: 'many' as never }));
    });

    expect(sent).toEqual([]);
    expect(error.issues.map(({ path, code }: any) => [path, code])).toEqual([
      ['visits', 'type'],
      ['name', 'max_length'],
    ]);
  });

  test('refuses changes of its draft once it was sent', async () => {
    let kept: PreUpdate<Member> | undefined;
    onPre((payload) => (kept = payload));
    await members.updateMany({ name: 'Ada' }, { note: 'x' });

    expect(() => kept?.update.set('note', 'y')).toThrow('changes it after it was sent');
  });

  test('sends postUpdate with the result, what was sent, and postWrite', async () => {
    using recorder = new SignalRecorder(world.bus);

    await members.updateMany({ name: 'Ada' }, { visits: inc(1) });

    expect(recorder.names).toEqual(['Member.preUpdate', 'Member.postUpdate', 'Member.postWrite']);
    const [, post, write] = recorder.sent.map(({ payload }) => payload) as unknown as [
      unknown,
      PostUpdate<Member>,
      PostWrite<Member>,
    ];
    expect(post.result).toEqual({ matchedCount: 1, modifiedCount: 1 });
    expect(post.update.steps).toEqual([{ path: 'visits', operator: 'inc', value: 1 }]);
    expect('set' in post.update).toBe(false);
    expect(write.writes).toHaveLength(1);
    expect(write.writes[0]).toMatchObject({ kind: 'update', sender: Member, count: 1 });
  });

  test('sends postUpdate and no postWrite if no document matches', async () => {
    using recorder = new SignalRecorder(world.bus);

    const result = await members.updateMany({ name: 'Eve' }, { visits: inc(1) });

    expect(result).toEqual({ matchedCount: 0, modifiedCount: 0 });
    expect(recorder.names).toEqual(['Member.preUpdate', 'Member.postUpdate']);
  });

  test('calls receivers of subclasses, whose documents may match', async () => {
    const called: string[] = [];
    undo.push(world.bus.connect(preUpdate, Admin, ({ sender }) => void called.push(`pre ${sender.name}`)));
    undo.push(world.bus.connect(postUpdate, Admin, ({ sender }) => void called.push(`post ${sender.name}`)));

    await members.updateMany({}, { note: 'x' }, { allowAll: true });

    expect(called).toEqual(['pre Member', 'post Member']);
  });

  test('of a subclass changes documents of it only, and calls receivers of the base class', async () => {
    const called: string[] = [];
    onPre(({ sender }) => void called.push(sender.name));

    const result = await world.repository(Admin).updateMany({}, { rights: 'all' }, { allowAll: true });

    expect(result).toEqual({ matchedCount: 1, modifiedCount: 1 });
    expect(called).toEqual(['Admin']);
  });

  describe('with receivers of later phases', () => {
    const heard: unknown[] = [];
    const connect = (phase: 'afterCommit' | 'notApplied') =>
      undo.push(
        world.bus.connect(
          postUpdate,
          Member,
          ({ result, update }) => void heard.push([phase, result.matchedCount, update.paths]),
          { phase },
        ),
      );
    beforeEach(() => {
      heard.length = 0;
      connect('afterCommit');
      connect('notApplied');
    });

    test('tells them that it was applied', async () => {
      await members.updateMany({ name: 'Ada' }, { note: 'x' });

      expect(heard).toEqual([['afterCommit', 1, ['note']]]);
    });

    test('tells them that it was not applied, after a veto', async () => {
      const veto = new Error('no');
      onPre(() => {
        throw veto;
      });

      expect(await errorOf(() => members.updateMany({ name: 'Ada' }, { note: 'x' }))).toBe(veto);
      expect(heard).toEqual([['notApplied', 0, ['note']]]);
    });

    withTransactions('tells them after the commit of a transaction', async () => {
      await world.app.get(Transactions).run(async () => {
        await members.updateMany({ name: 'Ada' }, { note: 'x' });
        expect(heard).toEqual([]);
      });

      expect(heard).toEqual([['afterCommit', 1, ['note']]]);
    });

    withTransactions('tells them that it was not applied, after a rollback', async () => {
      await errorOf(() =>
        world.app.get(Transactions).run(async () => {
          await members.updateMany({ name: 'Ada' }, { note: 'x' });
          throw new Error('back');
        }),
      );

      expect(heard).toEqual([['notApplied', 1, ['note']]]);
      expect(await all()).toEqual([
        { name: 'Ada', visits: 1 },
        { name: 'Bob' },
        { name: 'Cid', _type: 'Admin' },
      ]);
    });
  });

  test.each([
    ['rename', { note: rename('name') }],
    ['raw', raw({ $rename: { note: 'name' } })],
  ])('name the path to which %s moves a value', async (_, update) => {
    let seen: readonly string[] = [];
    onPre((payload) => (seen = payload.update.paths));
    await members.updateMany({ visits: 99 }, update);
    expect(seen).toEqual(['note', 'name']);
  });

  test('without receivers is one command, with them too', async () => {
    const send = () => members.updateMany({ name: 'Ada' }, { note: 'x' });
    expect((await world.commandsOf(send)).map(({ name }) => name)).toEqual(['update']);
    onPre(() => undefined);
    undo.push(
      world.bus.connect(postUpdate, Member, () => undefined),
      world.bus.connect(postWrite, Member, () => undefined),
    );
    expect((await world.commandsOf(send)).map(({ name }) => name)).toEqual(['update']);
  });
});
