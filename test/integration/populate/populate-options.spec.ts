import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId, UUID } from 'mongodb';
import type { DocumentRepository } from 'nestjs-documents';
import { gte } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Guest, library, Loan, Member, Shelf } from './library.js';

describe('The options of a path to populate', () => {
  let world: IntegrationApp;
  let members: DocumentRepository<Member>;
  let loans: DocumentRepository<Loan>;
  let shelves: DocumentRepository<Shelf>;
  const [ada, bob, cleo, gone] = Array.from({ length: 4 }, () => new ObjectId()) as [
    ObjectId,
    ObjectId,
    ObjectId,
    ObjectId,
  ];

  beforeAll(async () => {
    world = await openApp(library);
    [members, loans, shelves] = [world.repository(Member), world.repository(Loan), world.repository(Shelf)];
    await world.db.collection('members').insertMany([
      { _id: ada, name: 'Ada', age: 36 },
      { _id: bob, name: 'Bob', age: 20, _type: 'Guest', until: 'May' },
      { _id: cleo, name: 'Cleo', age: 50, deletedAt: new Date() },
    ]);
    await world.db.collection('loans').insertMany([
      { title: 'A', days: 1, memberId: ada, guest: bob },
      { title: 'B', days: 3, memberId: ada, guest: ada },
      { title: 'C', days: 2, memberId: ada },
      { title: 'D', days: 9, memberId: bob },
      { title: 'E', days: 5, memberId: cleo },
      { title: 'F', days: 5, memberId: gone },
    ]);
    await world.db.collection<Record<string, unknown> & { _id: UUID }>('shelves').insertOne({
      ...{ _id: new UUID() },
      label: 'North',
      memberIds: [bob, gone, cleo, ada],
      keeperIds: { mon: cleo, tue: bob },
    });
  });
  afterAll(() => world.close());

  const titles = (list: readonly Pick<Loan, 'title'>[]) => list.map(({ title }) => title);
  const names = (list: readonly Pick<Member, 'name'>[]) => list.map(({ name }) => name);

  test('limit and sort the list of each document, by one command', async () => {
    const query = members.find().sort({ name: 'asc' });
    const loading = query.populate('loans', { sort: { days: 'desc' }, limit: 2 });
    const sent = await world.commandsOf(() => loading.toArray());
    expect(sent.map(({ name }) => name)).toEqual(['find', 'aggregate']);
    const found = await loading.toArray();
    expect(found.map(({ loans: list }) => titles(list))).toEqual([['B', 'C'], ['D']]);
    expect(found[0]!.loans[0]).toBeInstanceOf(Loan);
  });

  test('leave no trace of the limit in the documents, which can be saved', async () => {
    const [found] = await members.find({ id: ada }).populate('loans', { limit: 1 }).toArray();
    const [loan] = found!.loans;
    loan!.days = 11;
    await loans.save(loan!);
    const { _id, ...stored } = (await world.db.collection('loans').findOne({ title: loan!.title }))!;
    expect(stored).toEqual({ title: 'A', days: 11, memberId: ada, guest: bob });
    await loans.updateOne({ title: 'A' }, { days: 1 });
  });

  test('limit and sort where documents refer by a list', async () => {
    const [found] = await members.find({ id: bob }).populate('shelves', { limit: 1 }).toArray();
    expect(found!.shelves.map(({ label }) => label)).toEqual(['North']);
  });

  test('sort and limit a list of ids', async () => {
    const query = shelves.find();
    const sorted = await query.populate('members', { sort: { name: 'asc' } }).getFirst();
    expect(names(sorted.members)).toEqual(['Ada', 'Bob']);
    const first = await query.populate('members', { limit: 1 }).getFirst();
    expect(names(first.members)).toEqual(['Bob']);
  });

  test('filter documents: the others count as missing', async () => {
    const found = await loans
      .find({ title: 'D' })
      .populate('member', { filter: { age: gte(30) } })
      .getFirst();
    expect(found.member).toBeNull();
    const [member] = await members
      .find({ id: ada })
      .populate('loans', { filter: { days: gte(2) }, sort: { title: 'asc' } })
      .toArray();
    expect(titles(member!.loans)).toEqual(['B', 'C']);
  });

  test('select paths, and load the reference back beside them', async () => {
    const [member] = await members
      .find({ id: bob })
      .populate('loans', { select: ['title'] })
      .toArray();
    expect({ ...member!.loans[0] }).toMatchObject({ title: 'D', memberId: bob });
    expect(member!.loans[0]).not.toHaveProperty('days', 9);
  });

  test('refuse a selection without ids that a path below needs', async () => {
    const query = members.find().populate('loans.guest');
    expect((await errorOf(() => query.populate('loans', { select: ['title'] }).toArray())).message).toContain(
      'It populates guest, but does not load guestId',
    );
  });

  test('include soft-deleted documents, only where they say so', async () => {
    const found = await shelves
      .find()
      .populate('members', { withDeleted: true })
      .populate('keepers')
      .getFirst();
    expect(names(found.members)).toEqual(['Bob', 'Cleo', 'Ada']);
    expect([...found.keepers.keys()]).toEqual(['tue']);
    expect(found.keepers.get('tue')).toBe(found.members[0]);
  });

  test('tell a function of ids without a document, each once', async () => {
    const missing: ObjectId[][] = [];
    const onMissing = (ids: readonly ObjectId[]) => void missing.push([...ids]);
    await shelves.find().populate('members', { onMissing }).populate('keepers', { onMissing }).toArray();
    expect(missing).toEqual([[gone, cleo], [cleo]]);
  });

  test('make ids without a document an error', async () => {
    const error = await errorOf(() => shelves.find().populate('members', { onMissing: 'throw' }).toArray());
    expect(error).toMatchObject({
      code: 'DANGLING_REFERENCE',
      documentName: 'Shelf',
      property: 'members',
      count: 2,
    });
    await members.find().populate('loans', { limit: 1 }).toArray();
  });

  test('are given to getById and others by an object with a key for each path', async () => {
    const populate = { loans: { sort: { days: 'desc' }, limit: 1 }, 'loans.guest': true } as const;
    const one = await members.getById(ada, { populate });
    expect([titles(one.loans), one.loans[0]!.guest]).toEqual([['B'], null]);
    const again = await members.populate([await members.getById(bob)], populate);
    expect(titles(again[0]!.loans)).toEqual(['D']);
  });

  test('replace those of an earlier call', async () => {
    const query = members.find({ id: ada }).populate('loans', { limit: 1 });
    const found = await query.populate('loans', { limit: 2, sort: { title: 'desc' } }).getFirst();
    expect(titles(found.loans)).toEqual(['C', 'B']);
    expect(titles((await query.populate('loans').getFirst()).loans)).toEqual(['A']);
  });

  test('choose the one of @HasOne', async () => {
    const found = await members
      .find({ id: ada })
      .populate('loan', { sort: { days: 'desc' } })
      .getFirst();
    expect(found.loan?.title).toBe('B');
  });

  test('a reference to a subclass has null for other documents, one to the base has subclasses', async () => {
    const found = await loans.find().sort({ title: 'asc' }).limit(4).populate('member', 'guest').toArray();
    expect(found.map(({ guest }) => guest?.name ?? null)).toEqual(['Bob', null, null, null]);
    expect(found[3]!.member).toBeInstanceOf(Guest);
    expect(found[3]!.member).toBe(found[0]!.guest);
  });
  const loose = (options: object) => options as { limit: number };
  test.each<[string, () => unknown, string]>([
    ['a limit of 0', () => members.find().populate('loans', { limit: 0 }), 'limit that is not a whole'],
    ['a limit of one document', () => loans.find().populate('member', { limit: 1 }), 'it holds no list'],
    ['a sort of one', () => loans.find().populate('member', { sort: { name: 1 } }), 'it holds no list'],
    ['an unknown option', () => loans.find().populate('member', loose({ limt: 1 })), 'one that there is not'],
    [
      'a select of text',
      () => loans.find().populate('member', loose({ select: 'name' })),
      'string as select',
    ],
    [
      'a word for withDeleted',
      () => loans.find().populate('member', loose({ withDeleted: 'no' })),
      'string as withDeleted',
    ],
    [
      'onMissing of a list back',
      () => members.find().populate('loans', { onMissing: 'throw' }),
      'no ids that',
    ],
    ['an unknown onMissing', () => loans.find().populate('member', loose({ onMissing: 1 })), 'number as onM'],
    [
      'no options',
      () => members.getById(ada, { populate: { loans: null as never } }),
      'null and not an object',
    ],
    ['no paths', () => members.getById(ada, { populate: 7 as never }), 'populate was given number'],
  ])('refuse %s', async (_title, call, reason) => {
    let error: Error | undefined;
    const sent = await world.commandsOf(async () => {
      error = await errorOf(async () => call());
    });
    expect(error).toMatchObject({ code: 'INVALID_QUERY' });
    expect(error?.message).toContain(reason);
    expect(sent).toEqual([]);
  });
});
