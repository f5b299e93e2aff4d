import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { DeletedAt, Document, Field, Id, not, oneOf, postDelete, preDelete, Version } from 'nestjs-documents';
import type { DocumentClass, DocumentRepository, PreDelete } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'sessions' })
class Session {
  @Id() id!: ObjectId;
  @Field() user!: string;
  @Field() state!: string;
}

@Document()
class AdminSession extends Session {
  @Field() level?: number;
}

@Document({ collection: 'guarded' })
class Guarded {
  @Id() id!: ObjectId;
  @Field() user!: string;
  @Field() state!: string;
  @Version() version!: number;
}

@Document({ collection: 'kept' })
class Kept {
  @Id() id!: ObjectId;
  @Field() user!: string;
  @Field() state!: string;
  @DeletedAt() deletedAt?: Date;
  @Version() version!: number;
}

type AnySession = Session;

/** Name, class, collection, options, values that all of them have. */
const cases: [
  string,
  DocumentClass<AnySession>,
  string,
  { permanent?: boolean; withDeleted?: boolean },
  object,
][] = [
  ['a class', Session, 'sessions', {}, {}],
  ['a subclass', AdminSession, 'sessions', {}, { _type: 'AdminSession' }],
  ['a class with a version', Guarded, 'guarded', {}, { version: 4 }],
  ['a class whose deleted documents are kept', Kept, 'kept', {}, { version: 4 }],
  ['such a class, permanently', Kept, 'kept', { permanent: true }, { version: 4 }],
  [
    'such a class, with those that were deleted, permanently',
    Kept,
    'kept',
    { permanent: true, withDeleted: true },
    { version: 4, deletedAt: new Date(0) },
  ],
];

describe('deleteMany asks its filter again', () => {
  let world: IntegrationApp;
  beforeAll(async () => {
    world = await openApp([Session, AdminSession, Guarded, Kept]);
  });
  afterAll(() => world.close());

  describe.each(cases)('of documents of %s', (_what, kind, name, options, more) => {
    let all: DocumentRepository<AnySession>;
    const collection = () => world.db.collection(name);
    const leftUsers = async (filter = {}): Promise<unknown[]> =>
      (await collection().find(filter).sort({ user: 1 }).toArray()).map(({ user }) => user as unknown);

    beforeEach(async () => {
      all = world.repository(kind);
      await collection().deleteMany({});
      await collection().insertMany(['a', 'b', 'c'].map((user) => ({ user, state: 'expired', ...more })));
    });

    /** While a listener is busy with the first one, something is done beside it. */
    const deleting = async (beside: (document: AnySession) => Promise<unknown>, filter = {}) => {
      const [seen, told]: [AnySession[], string[]] = [[], []];
      const before = {
        signal: preDelete,
        sender: kind,
        receiver: async ({ document }: PreDelete<AnySession>) => {
          seen.push(document);
          if (seen.length === 1) await beside(document);
        },
      };
      using _undo = world.bus.connect(postDelete, kind, ({ document }) => void told.push(document.user));
      const count = await withReceiver(world.bus, before, () =>
        all.deleteMany({ state: 'expired', ...filter }, options),
      );
      return { count, seen, told };
    };
    const renew = (filter: object) => collection().updateMany(filter, { $set: { state: 'active' } });

    test('keeps those that have ceased to match meanwhile, and counts the others', async () => {
      const { count, told } = await deleting(() => renew({ user: { $ne: 'a' } }));
      expect([count, told]).toEqual([1, ['a']]);
      expect(await leftUsers({ state: 'active' })).toEqual(['b', 'c']);
    });

    test('keeps one that its own listener has changed so', async () => {
      const { count, told } = await deleting(({ id }) => renew({ _id: id }));
      expect([count, told]).toEqual([2, ['b', 'c']]);
      expect(await leftUsers({ state: 'active' })).toEqual(['a']);
    });

    test('leaves an object that it keeps as it was loaded', async () => {
      const { seen } = await deleting(() => renew({}));
      expect(seen.map(({ user }) => user)).toEqual(['a', 'b', 'c']);
      await all.reload(seen[1]!);
      expect(seen[1]).toMatchObject({ user: 'b', state: 'active' });
    });

    test('deletes those that still match, whatever else has changed', async () => {
      const { count } = await deleting(() => collection().updateMany({}, { $set: { level: 2, version: 9 } }));
      expect(count).toBe(3);
    });

    test('asks for an id in the filter as well', async () => {
      const [first, second] = await collection().find().sort({ user: 1 }).toArray();
      const id = oneOf([first!._id, second!._id]);
      const { count } = await deleting(() => renew({ user: 'b' }), { id, user: not('c') });
      expect(count).toBe(1);
      expect(await leftUsers({ state: 'active' })).toEqual(['b']);
    });
  });

  test('in the command that deletes', async () => {
    using _undo = world.bus.connect(postDelete, Session, () => undefined);
    await world.db.collection('sessions').deleteMany({});
    const { insertedId } = await world.db.collection('sessions').insertOne({ user: 'a', state: 'expired' });
    const sent = await world.commandsOf(() => world.repository(Session).deleteMany({ state: 'expired' }));
    expect(sent.find(({ name }) => name === 'delete')?.command['deletes']).toEqual([
      { q: { _id: { $eq: insertedId }, state: { $eq: 'expired' } }, limit: 1 },
    ]);
  });
});
