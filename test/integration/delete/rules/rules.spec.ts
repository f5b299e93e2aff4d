import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { openApp } from '../../../support/world/integration-app.js';
import type { IntegrationApp } from '../../../support/world/integration-app.js';
import {
  all,
  Card,
  clear,
  Club,
  countsOf,
  Half,
  Match,
  Member,
  Player,
  Substitute,
  Team,
  YouthClub,
} from './world.js';

describe('A delete rule', () => {
  let world: IntegrationApp;
  beforeAll(async () => {
    world = await openApp(all);
  });
  beforeEach(() => clear(world));
  afterAll(() => world.close());

  const { clubs, teams, matches, players, members, cards } = {
    clubs: () => world.repository(Club),
    teams: () => world.repository(Team),
    matches: () => world.repository(Match),
    players: () => world.repository(Player),
    members: () => world.repository(Member),
    cards: () => world.repository(Card),
  };

  test('nullify removes a single reference, in subclasses too, and leaves that of others', async () => {
    const [ajax, feyenoord] = [
      await clubs().create({ name: 'Ajax' }),
      await clubs().create({ name: 'Feyenoord' }),
    ];
    await clubs().create({ name: 'PSV', rivalId: ajax.id });
    await world.repository(YouthClub).create({ name: 'Young PSV', rivalId: ajax.id });
    await clubs().create({ name: 'Utrecht', rivalId: feyenoord.id });
    expect(await clubs().delete(ajax)).toBe(true);
    const left = await world.db.collection('clubs').find().sort({ _id: 1 }).toArray();
    expect(left.map(({ name, rivalId }) => [name, rivalId])).toEqual([
      ['Feyenoord', undefined],
      ['PSV', undefined],
      ['Young PSV', undefined],
      ['Utrecht', feyenoord.id],
    ]);
    expect(left.some((each) => 'rivalId' in each && each['rivalId'] === null)).toBe(false);
  });

  test('pull removes an id from lists, and nullify and pull act in all elements of embedded lists', async () => {
    const [one, two] = [await teams().create({ name: 'one' }), await teams().create({ name: 'two' })];
    const half = (...warned: ObjectId[]): Half =>
      Object.assign(new Half(), {
        warnedIds: warned,
        substitutes: [one, two, one].map(({ id }, minute) =>
          Object.assign(new Substitute(), { minute, teamId: id }),
        ),
      });
    await matches().create({
      teamIds: [one.id, two.id],
      halves: [half(one.id, two.id), half(two.id), new Half()],
    });
    await teams().delete(one);
    const stored = await world.db.collection('matches').findOne({});
    const substitutes = [{ minute: 0 }, { minute: 1, team: two.id }, { minute: 2 }];
    expect(stored).toMatchObject({ teamIds: [two.id], updatedAt: expect.any(Date) });
    expect(stored?.['halves']).toEqual([
      { substitutes, warnedIds: [two.id] },
      { substitutes, warnedIds: [two.id] },
      { substitutes: [], warnedIds: [] },
    ]);
  });

  test('cascade follows chains to their end', async () => {
    const ajax = await clubs().create({ name: 'Ajax' });
    const first = await teams().create({ clubId: ajax.id });
    const other = await teams().create({ name: 'other' });
    const captain = await players().create({ teamId: first.id });
    await players().create({ mentorId: captain.id });
    await players().create({ teamId: other.id });
    await matches().create({ teamIds: [first.id, other.id] });
    await clubs().delete(ajax);
    expect(await countsOf(world)).toEqual({ teams: 1, players: 1, matches: 1 });
    expect(await world.db.collection('matches').findOne({})).toMatchObject({ teamIds: [other.id] });
  });

  test('ends in circles, and at documents that refer to themselves', async () => {
    const ada = await players().create({ name: 'Ada' });
    const bob = await players().create({ name: 'Bob', mentorId: ada.id });
    ada.mentorId = bob.id;
    await players().save(ada);
    const eve = players().build({ name: 'Eve', id: new ObjectId() });
    eve.mentorId = eve.id;
    await players().save(eve);
    expect(await players().delete(ada)).toBe(true);
    expect(await countsOf(world)).toEqual({ players: 1 });
    expect(await players().delete(eve)).toBe(true);
    expect(await countsOf(world)).toEqual({});
  });

  test('of a reference to a base class acts for documents of subclasses, and one in a subclass for its documents', async () => {
    const young = await world.repository(YouthClub).create({ name: 'Young Ajax' });
    await teams().create({ clubId: young.id });
    const parent = await clubs().create({ name: 'Ajax' });
    const child = await world.repository(YouthClub).create({ name: 'Child', parentId: parent.id });
    await teams().create({ clubId: child.id });
    // Not a youth club: what is stored under that key says nothing.
    await world.db.collection('clubs').insertOne({ name: 'Utrecht', parentId: parent.id });
    await clubs().delete(young);
    expect(await countsOf(world)).toEqual({ clubs: 3, teams: 1 });
    await clubs().delete(parent);
    expect(await countsOf(world)).toEqual({ clubs: 1 });
    expect(await world.db.collection('clubs').findOne({})).toMatchObject({
      name: 'Utrecht',
      parentId: parent.id,
    });
  });

  test('is another one where the target is kept as deleted, and onDelete acts when it is removed', async () => {
    const [ada, bob] = [await members().create({}), await members().create({})];
    await cards().create({ memberId: ada.id });
    await cards().create({ memberId: bob.id });
    await members().delete(ada);
    const left = await world.db.collection('cards').find().sort({ _id: 1 }).toArray();
    expect(left.map(({ memberId }) => memberId)).toEqual([undefined, bob.id]);
    expect(await world.db.collection('members').countDocuments({ deletedAt: { $type: 'date' } })).toBe(1);
    await members().delete(bob, { permanent: true });
    expect(await countsOf(world)).toEqual({ members: 1, cards: 1 });
  });

  test('looks for documents of each reference by one find for each level, whatever their number', async () => {
    const ajax = await clubs().create({ name: 'Ajax' });
    const list = await teams().insertMany(Array.from({ length: 20 }, () => ({ clubId: ajax.id })));
    await players().insertMany(list.flatMap(({ id }) => Array.from({ length: 5 }, () => ({ teamId: id }))));
    const sent = await world.commandsOf(() => clubs().delete(ajax));
    // Clubs: rivals, youth clubs, teams, invoices · teams: matches by three references, players · players: their pupils, invoices
    expect(sent.map(({ name }) => name)).toEqual([
      ...Array.from({ length: 10 }, () => 'find'),
      ...['delete', 'delete', 'delete', 'commitTransaction'],
    ]);
    expect(await countsOf(world)).toEqual({});
  });
});
