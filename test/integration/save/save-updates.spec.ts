import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Address, Person, storedPerson } from '../../support/world/integration-people.js';

@EmbeddedDocument()
class Settings {
  @Field(() => String) theme = 'light';
  @Field() size?: number;
  @Field({ default: 'en' }) language?: string;
}

/** Every way to have values that are not stored. */
@Document({ collection: 'accounts' })
class Account {
  @Id() id!: ObjectId;
  @Field() owner?: string;
  @Field(() => [String]) roles: string[] = ['user'];
  @Field({ default: () => new Date(0) }) since?: Date;
  @Field(() => Settings) settings: Settings = new Settings();
  @Field(() => [Settings]) history?: Settings[];
}

const address = (street: string, city?: string): Address => Object.assign(new Address(), { street, city });

describe('DocumentRepository.save of a loaded document', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  let accounts: DocumentRepository<Account>;

  beforeAll(async () => {
    world = await openApp([Person, Account]);
    people = world.repository(Person);
    accounts = world.repository(Account);
  });
  afterAll(() => world.close());

  /** The update that a save sends after `change`; undefined if it sends none. */
  const updateOf = async (values: object, change: (person: Person) => void): Promise<unknown> => {
    const person = storedPerson({ status: 'old', tags: [], ...values });
    await world.db.collection('people').insertOne(person);
    const document = await people.getById(person._id);
    change(document);
    const [update] = await world.commandsOf(() => people.save(document));
    return update?.command['updates'][0].u;
  };

  describe('sends the least that differs', () => {
    const main = { st: 'Main', city: 'Rome' };
    test.each<[string, object, (person: Person) => void, object]>([
      ['a field', { age: 1 }, (p) => (p.age = 2), { $set: { age: 2 } }],
      ['a field by its key', {}, (p) => (p.email = 'a@b'), { $set: { e_mail: 'a@b' } }],
      [
        'a field that is set to null',
        { nickname: 'A' },
        (p) => (p.nickname = null),
        { $set: { nickname: null } },
      ],
      ['a field that is undefined', { age: 1 }, (p) => (p.age = undefined), { $unset: { age: true } }],
      ['a field that is deleted', { age: 1 }, (p) => delete p.age, { $unset: { age: true } }],
      [
        'a null that is undefined',
        { nickname: null },
        (p) => delete p.nickname,
        { $unset: { nickname: true } },
      ],
      [
        'set and removed fields together',
        { age: 1 },
        (p) => {
          delete p.age;
          p.name = 'Eve';
        },
        { $set: { name: 'Eve' }, $unset: { age: true } },
      ],
      [
        'a field of an embedded document',
        { address: main },
        (p) => (p.address!.street = 'Side'),
        { $set: { 'address.st': 'Side' } },
      ],
      [
        'a removed field of an embedded document',
        { address: main },
        (p) => delete p.address!.city,
        { $unset: { 'address.city': true } },
      ],
      [
        'only the difference of an embedded document that was replaced',
        { address: main },
        (p) => (p.address = address('Main', 'Oslo')),
        { $set: { 'address.city': 'Oslo' } },
      ],
      [
        'a new embedded document',
        {},
        (p) => (p.address = address('Main')),
        { $set: { address: { st: 'Main' } } },
      ],
      [
        'a removed embedded document',
        { address: main },
        (p) => delete p.address,
        { $unset: { address: true } },
      ],
      [
        'an array of which a field of an element changed, whole',
        { others: [main, { st: 'Side' }] },
        (p) => (p.others![1]!.street = 'Back'),
        { $set: { others: [{ st: 'Main', city: 'Rome' }, { st: 'Back' }] } },
      ],
      [
        'an array whose length changed, whole',
        { others: [{ st: 'Main' }] },
        (p) => p.others!.push(address('Side')),
        { $set: { others: [{ st: 'Main' }, { st: 'Side' }] } },
      ],
      [
        'an array of scalars of which an element changed, whole',
        { tags: ['a', 'b'] },
        (p) => (p.tags[1] = 'c'),
        { $set: { tags: ['a', 'c'] } },
      ],
      ['an emptied array', { tags: ['a'] }, (p) => (p.tags = []), { $set: { tags: [] } }],
      [
        'an entry of a map',
        { scores: { chess: 1, go: 2 } },
        (p) => p.scores!.set('go', 3),
        { $set: { 'scores.go': 3 } },
      ],
      [
        'a removed entry of a map',
        { scores: { chess: 1, go: 2 } },
        (p) => p.scores!.delete('chess'),
        { $unset: { 'scores.chess': true } },
      ],
      [
        'a map whole if a path cannot name the changed key',
        { scores: { go: 1 } },
        (p) => p.scores!.set('a.b', 2),
        { $set: { scores: { go: 1, 'a.b': 2 } } },
      ],
      [
        'a value deep in an untyped field, to the first array on its way',
        { notes: { a: { b: [1, [2]], c: 3 } } },
        (p) => ((p.notes as any).a.b[1][0] = 9),
        { $set: { 'notes.a.b': [1, [9]] } },
      ],
    ])('%s', async (_, values, change, update) => {
      expect(await updateOf(values, change)).toEqual(update);
    });
  });

  describe('sends nothing', () => {
    test.each<[string, object, (person: Person) => void]>([
      ['for the same value', { age: 1 }, (p) => (p.age = Number('1'))],
      ['for an equal embedded document', { address: { st: 'Main' } }, (p) => (p.address = address('Main'))],
      ['for an equal array', { tags: ['a', 'b'] }, (p) => (p.tags = ['a', 'b'])],
      ['for an equal map', { scores: { go: 1 } }, (p) => (p.scores = new Map([['go', 1]]))],
      ['for a value that was changed and changed back', { age: 1 }, (p) => [(p.age = 2), (p.age = 1)]],
      ['for a property that is no field', {}, (p) => Object.assign(p, { password: 'x' })],
      ['for undefined where nothing is stored', {}, (p) => (p.age = undefined)],
      [
        'for keys of an embedded document in another order',
        { address: { city: 'Rome', st: 'Main' } },
        (p) => (p.address = address('Main', 'Rome')),
      ],
    ])('%s', async (_, values, change) => {
      expect(await updateOf(values, change)).toBeUndefined();
    });
  });

  describe('when the class has values for what is not stored', () => {
    const load = async (values: object = {}) => {
      const _id = new ObjectId();
      await world.db.collection('accounts').insertOne({ _id, ...values });
      return accounts.getById(_id);
    };
    const stored = (id: ObjectId) => world.db.collection('accounts').findOne({ _id: id });

    test('loads the document with its initialisers and defaults', async () => {
      expect(await load()).toMatchObject({
        roles: ['user'],
        since: new Date(0),
        settings: { theme: 'light' },
      });
    });

    test('gives an embedded document that is stored its own', async () => {
      const { settings } = await load({ settings: { size: 5 } });
      expect(settings).toEqual({ theme: 'light', size: 5, language: 'en' });
    });

    test('does not take them for changes', async () => {
      const account = await load({ settings: {}, history: [{ theme: 'dark' }] });
      expect(await world.commandsOf(() => accounts.save(account))).toEqual([]);
    });

    test('does not store them when something else is changed', async () => {
      const account = await load();
      account.owner = 'Ada';
      await accounts.save(account);
      expect(await stored(account.id)).toEqual({ _id: account.id, owner: 'Ada' });
    });

    test('still does not store them at the next save', async () => {
      const account = await load();
      account.owner = 'Ada';
      await accounts.save(account);
      account.owner = 'Eve';
      const [update] = await world.commandsOf(() => accounts.save(account));
      expect(update?.command['updates'][0].u).toEqual({ $set: { owner: 'Eve' } });
    });

    test('stores one that is changed', async () => {
      const account = await load();
      account.roles.push('admin');
      await accounts.save(account);
      expect(await stored(account.id)).toEqual({ _id: account.id, roles: ['user', 'admin'] });
    });

    test.each([
      ['at once', async () => {}],
      [
        'after another save',
        async (account: Account) => {
          account.owner = 'Ada';
          await accounts.save(account);
        },
      ],
    ])('stores an array whole of which an element is changed, %s', async (_, before) => {
      const account = await load();
      await before(account);
      account.roles[0] = 'admin';
      const [update] = await world.commandsOf(() => accounts.save(account));
      expect(update?.command['updates'][0].u).toEqual({ $set: { roles: ['admin'] } });
    });

    test('sends nothing if one is taken away, also after another save', async () => {
      const account = await load();
      account.owner = 'Ada';
      await accounts.save(account);
      delete account.since;
      expect(await world.commandsOf(() => accounts.save(account))).toEqual([]);
    });

    test('stores a changed one of an embedded document that is stored', async () => {
      const account = await load({ settings: { size: 5 } });
      account.settings.theme = 'dark';
      await accounts.save(account);
      expect(await stored(account.id)).toEqual({ _id: account.id, settings: { size: 5, theme: 'dark' } });
    });
  });
});
