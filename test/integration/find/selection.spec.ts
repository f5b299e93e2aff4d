import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, Field, Id, UnknownPathError, ValidationError, Version } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

const validated: unknown[] = [];

@Document({
  collection: 'members',
  validate: (member: object) => {
    validated.push(member);
  },
})
class Member {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Field() age?: number;
  @Field({ key: 'e_mail', required: true }) email!: string;
  @Field({ default: 'new' }) status?: string;
  @Field({ minLength: 3 }) nickname?: string;
  @Field({ immutable: true }) origin?: string;
  @Field(() => [String]) tags: string[] = ['initial'];
  @Field(() => [Number], { default: () => [0] }) scores?: number[];
}

@Document({ collection: 'accounts' })
class Account {
  @Id() id!: ObjectId;
  @Field() owner?: string;
  @Field() balance?: number;
  @Version({ key: 'v' }) version!: number;
}

describe('QuerySet.select', () => {
  let world: IntegrationApp;
  let members: DocumentRepository<Member>;
  const _id = new ObjectId();
  const stored = {
    _id,
    ...{ name: 'Ada', age: 36, status: 'old', nickname: 'countess', origin: 'London' },
    ...{ tags: ['t1', 't2'], scores: [1], legacy: { x: 1 } },
  };
  const read = () => world.db.collection('members').findOne({ _id });

  beforeAll(async () => {
    world = await openApp([Member, Account]);
    members = world.repository(Member);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.db.collection('members').deleteMany({});
    await world.db.collection('members').insertOne({ ...stored });
    validated.length = 0;
  });

  /** Without the required e-mail address, which nobody has stored. */
  const part = async () => (await members.find({ id: _id }).select('name', 'age').first())!;

  describe('when documents are loaded', () => {
    test('asks the server for the id and the named fields, by key', async () => {
      const [find] = await world.commandsOf(() => members.find({}).select('name', 'email').toArray());
      expect(find?.command['projection']).toEqual({ _id: 1, name: 1, e_mail: 1 });
    });

    test('gives instances of the class whose other fields are undefined', async () => {
      const ada = await part();
      expect(ada).toBeInstanceOf(Member);
      expect({ ...ada }).toEqual({ id: _id, name: 'Ada', age: 36 });
      expect((ada as Member).tags).toBeUndefined();
      expect((ada as Member).scores).toBeUndefined();
      expect((ada as Member).status).toBeUndefined();
    });

    test('gives defaults to the named fields only', async () => {
      await world.db.collection('members').updateOne({ _id }, { $unset: { status: 1, scores: 1 } });
      const ada = (await members.find({}).select('status').first()) as Member;
      expect(ada.status).toBe('new');
      expect(ada.scores).toBeUndefined();
    });

    test('does the same in a loop, and with sort and limit', async () => {
      const names: unknown[] = [];
      for await (const each of members.find({}).sort({ age: 1 }).select('name').limit(1))
        names.push({ ...each });
      expect(names).toEqual([{ id: _id, name: 'Ada' }]);
    });

    test('replaces an earlier select', async () => {
      expect({ ...(await members.find({}).select('age').select('name').first()) }).toEqual({
        id: _id,
        name: 'Ada',
      });
    });

    test('of no name loads the id', async () => {
      expect({ ...(await members.find({}).select().first()) }).toEqual({ id: _id });
    });

    test.each(['nobody', 'tags.0', 'e_mail', '_id', '$where', '__proto__', 'constructor'])(
      'refuses the unknown name %s before anything is sent',
      async (name) => {
        const find = () =>
          members
            .find({})
            .select(name as 'name')
            .toArray();
        expect(await errorOf(find)).toBeInstanceOf(UnknownPathError);
        expect(await world.commandsOf(find)).toEqual([]);
      },
    );
  });

  describe('when a document is saved', () => {
    test('sends nothing without a change', async () => {
      const ada = await part();
      expect(await world.commandsOf(() => members.save(ada))).toEqual([]);
    });

    test('writes a change, and leaves alone what was not loaded', async () => {
      const ada = await part();
      ada.age = 37;
      const [update] = await world.commandsOf(() => members.save(ada));
      expect(update?.command['updates'][0].u).toEqual({ $set: { age: 37 } });
      expect(await read()).toEqual({ ...stored, age: 37 });
    });

    test('removes a loaded value that is taken away', async () => {
      const ada = await part();
      delete ada.name;
      const [update] = await world.commandsOf(() => members.save(ada));
      expect(update?.command['updates'][0].u).toEqual({ $unset: { name: true } });
    });

    test('does not validate what was not loaded, nor call validators of the class', async () => {
      await members.save(Object.assign(await part(), { age: 37 }));
      expect(validated).toEqual([]);
    });

    test('validates a loaded field', async () => {
      const ada = await members.find({}).select('email').first();
      const error = await errorOf(() => members.save(ada!));
      expect(error).toBeInstanceOf(ValidationError);
      expect(error.issues).toMatchObject([{ path: 'email', code: 'required' }]);
    });

    test('validates a field that was not loaded once it has a value', async () => {
      const ada = Object.assign(await part(), { nickname: 'x' });
      const error = await errorOf(() => members.save(ada));
      expect(error.issues).toMatchObject([{ path: 'nickname', code: 'min_length' }]);
      expect(await read()).toEqual(stored);
    });

    test('writes a field that was not loaded whole, and knows it from then on', async () => {
      const ada = Object.assign(await part(), { tags: ['t1', 'new'] });
      const [update] = await world.commandsOf(() => members.save(ada));
      expect(update?.command['updates'][0].u).toEqual({ $set: { tags: ['t1', 'new'] } });
      expect(await world.commandsOf(() => members.save(ada))).toEqual([]);
      delete (ada as Partial<Member>).tags;
      const [removal] = await world.commandsOf(() => members.save(ada));
      expect(removal?.command['updates'][0].u).toEqual({ $unset: { tags: true } });
    });

    test('refuses a value for an immutable field that was not loaded', async () => {
      const ada = Object.assign(await part(), { origin: 'Paris' });
      const error = await errorOf(() => members.save(ada));
      expect(error.issues).toMatchObject([{ path: 'origin', code: 'immutable' }]);
      expect(await read()).toEqual(stored);
    });

    test('tells of the changes by changes()', async () => {
      const ada = Object.assign(await part(), { age: 37 });
      expect(members.changes(ada as Member).paths).toEqual(['age']);
    });
  });

  test('deletes a document of which a part was loaded', async () => {
    expect(await members.delete(await part())).toBe(true);
    expect(await read()).toBeNull();
  });

  describe('when a document is reloaded', () => {
    test('keeps to what was selected', async () => {
      const ada = await part();
      await world.db.collection('members').updateOne({ _id }, { $set: { age: 40 } });
      const [find] = await world.commandsOf(() => members.reload(ada));
      expect(find?.command['projection']).toEqual({ _id: 1, name: 1, age: 1 });
      expect({ ...ada }).toEqual({ id: _id, name: 'Ada', age: 40 });
      expect(await world.commandsOf(() => members.save(ada))).toEqual([]);
    });

    test('forgets a value of a field that was not loaded', async () => {
      const ada = await members.reload(Object.assign(await part(), { nickname: 'x' }));
      expect(ada.nickname).toBeUndefined();
    });
  });

  describe('with @Version()', () => {
    test('always loads the version, and checks and raises it', async () => {
      const accounts = world.repository(Account);
      await world.db.collection('accounts').insertOne({ _id, owner: 'Ada', balance: 1, v: 4 });
      const [mine, theirs] = [
        (await accounts.find({}).select('balance').first())!,
        (await accounts.find({}).select('balance').first())!,
      ];
      await accounts.save(Object.assign(mine, { balance: 2 }));
      expect(await world.db.collection('accounts').findOne({ _id })).toEqual({
        ...{ _id, owner: 'Ada', balance: 2, v: 5 },
      });
      expect(await errorOf(() => accounts.save(Object.assign(theirs, { balance: 3 })))).toMatchObject({
        code: 'STALE_DOCUMENT',
      });
    });
  });
});
