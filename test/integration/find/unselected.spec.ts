import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, Field, Id, postInit, preInit, Undeclared } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'users' })
class User {
  @Id() id!: ObjectId;
  @Field({ required: true }) name!: string;
  @Field({ select: false, required: true, key: 'pw' }) password?: string;
  @Field(() => [String], { select: false }) notes: string[] = ['initial'];
  @Undeclared() attributes = new Map<string, unknown>();
}

@Document()
class Admin extends User {
  @Field() level?: number;
  @Field({ select: false }) token?: string;
}

/** The own properties of a document. */
const valuesOf = (document: object | null | undefined): object => Object.assign({}, document);

describe('A field with { select: false }', () => {
  let world: IntegrationApp;
  let users: DocumentRepository<User>;
  let admins: DocumentRepository<Admin>;
  const [_id, adminId] = [new ObjectId(), new ObjectId()];
  const user = { _id, name: 'Ada', pw: 'secret', notes: ['n'], color: 'red' };
  const admin = {
    _id: adminId,
    name: 'Root',
    pw: 'hidden',
    notes: ['m'],
    level: 3,
    token: 't',
    _type: 'Admin',
  };
  const collection = () => world.db.collection('users');

  beforeAll(async () => {
    world = await openApp([User, Admin]);
    users = world.repository(User);
    admins = world.repository(Admin);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await collection().deleteMany({});
    await collection().insertMany([{ ...user }, { ...admin }]);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['find', async () => (await users.find({ id: _id }).toArray())[0]],
    ['first', () => users.find({ id: _id }).first()],
    ['findOne', () => users.findOne({ id: _id })],
    ['findById', () => users.findById(_id)],
    ['getById', () => users.getById(_id)],
    [
      'a loop',
      async () => {
        for await (const each of users.find({ id: _id })) return each;
        return undefined;
      },
    ],
  ])('is not loaded by %s', async (_, load) => {
    const [find] = await world.commandsOf(load);
    expect(find?.command['projection']).toEqual({ pw: 0, notes: 0, token: 0 });
    expect(valuesOf((await load()) as User)).toEqual({
      id: _id,
      name: 'Ada',
      attributes: new Map([['color', 'red']]),
    });
  });

  test('is loaded with include, the others still not', async () => {
    const ada = await users.find({ id: _id }).addSelect('password').first();
    expect(ada).toMatchObject({ name: 'Ada', password: 'secret' });
    expect(ada!.notes).toBeUndefined();
  });

  test('is loaded with select', async () => {
    expect({ ...(await users.find({ id: _id }).select('password').first()) }).toEqual({
      id: _id,
      password: 'secret',
    });
  });

  test('is kept by a save without it', async () => {
    const ada = await users.getById(_id);
    ada.name = 'Eve';
    const [update] = await world.commandsOf(() => users.save(ada));
    expect(update?.command['updates'][0].u).toEqual({ $set: { name: 'Eve' } });
    expect(await collection().findOne({ _id })).toEqual({ ...user, name: 'Eve' });
  });

  test('is no change', async () => {
    const ada = await users.getById(_id);
    expect(await world.commandsOf(() => users.save(ada))).toEqual([]);
  });

  test('is written if it gets a value', async () => {
    await users.save(Object.assign(await users.getById(_id), { password: 'new' }));
    expect(await collection().findOne({ _id })).toEqual({ ...user, pw: 'new' });
  });

  test('is stored with an insert', async () => {
    const eve = await users.create({ name: 'Eve', password: 'x' });
    expect(await collection().findOne({ _id: eve.id })).toEqual({
      ...{ _id: eve.id, name: 'Eve', pw: 'x', notes: ['initial'] },
    });
  });

  test('is not loaded by reload; everything else is, undeclared keys too', async () => {
    const ada = await users.getById(_id);
    await collection().updateOne({ _id }, { $set: { pw: 'other', color: 'blue' } });
    await users.reload(ada);
    expect(ada.password).toBeUndefined();
    expect(ada.attributes).toEqual(new Map([['color', 'blue']]));
    expect(await world.commandsOf(() => users.save(ada))).toEqual([]);
  });

  test('is loaded by reload if it was included', async () => {
    const ada = (await users.find({ id: _id }).addSelect('password').first())!;
    await collection().updateOne({ _id }, { $set: { pw: 'other' } });
    await users.reload(ada);
    expect(ada.password).toBe('other');
    expect(ada.notes).toBeUndefined();
  });

  describe('with a class that extends another', () => {
    test('has the fields of its own class, through both repositories', async () => {
      const expected = { id: adminId, name: 'Root', level: 3, attributes: new Map() };
      expect(valuesOf(await users.getById(adminId))).toEqual(expected);
      expect(valuesOf(await admins.getById(adminId))).toEqual(expected);
      expect(await users.getById(adminId)).toBeInstanceOf(Admin);
    });

    test('selects a field of the subclass, with what names the class', async () => {
      const find = () => admins.find({}).select('level').first();
      const [sent] = await world.commandsOf(find);
      expect(sent?.command['projection']).toEqual({ _id: 1, level: 1, _type: 1 });
      const root = await find();
      expect(root).toBeInstanceOf(Admin);
      expect({ ...root }).toEqual({ id: adminId, level: 3 });
    });

    test('selects fields of the base class through its repository', async () => {
      const found = await users.find({}).sort({ name: 1 }).select('name').toArray();
      expect(found.map((each) => [each.constructor, { ...each }])).toEqual([
        [User, { id: _id, name: 'Ada' }],
        [Admin, { id: adminId, name: 'Root' }],
      ]);
    });

    test('reloads documents of either class', async () => {
      for (const id of [_id, adminId]) {
        const found = await users.getById(id);
        await users.reload(found);
        expect(await world.commandsOf(() => users.save(found))).toEqual([]);
      }
    });
  });

  test('says nothing of undeclared keys that were not selected', async () => {
    const ada = await users.find({ id: _id }).select('name').first();
    expect((ada as User).attributes).toBeUndefined();
    await users.save(Object.assign(ada!, { name: 'Eve' }));
    expect(await collection().findOne({ _id })).toEqual({ ...user, name: 'Eve' });
  });

  test('with init listeners, loads, saves and reloads the same', async () => {
    const heard: unknown[] = [];
    const undo = [
      world.bus.connect(preInit, User, ({ values }) => void heard.push({ ...values })),
      world.bus.connect(postInit, User, ({ document }) => void heard.push(valuesOf(document))),
    ];
    const ada = (await users.find({ id: _id }).select('name').first())!;
    expect({ ...ada }).toEqual({ id: _id, name: 'Ada' });
    expect(heard).toEqual([
      { id: _id, name: 'Ada' },
      { id: _id, name: 'Ada' },
    ]);
    expect(await world.commandsOf(() => users.save(ada))).toEqual([]);
    await users.reload(ada);
    expect({ ...ada }).toEqual({ id: _id, name: 'Ada' });
    undo.forEach((disconnect) => disconnect());
  });
});
