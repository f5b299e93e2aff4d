import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { getTransactionsToken, InvalidPipelineError, ReadOnlyDocumentError } from 'nestjs-documents';
import type { DocumentRepository, Transactions } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { capabilities } from '../../support/server.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { ClubTeam, ids, Order, storedOrders, storedTeams, Stranger, Team } from './world.js';

describe('Reading an aggregation', () => {
  let world: IntegrationApp;
  let orders: DocumentRepository<Order>;
  let teams: DocumentRepository<Team>;

  beforeAll(async () => {
    world = await openApp([Order, Team, ClubTeam]);
    orders = world.repository(Order);
    teams = world.repository(Team);
    await world.db.collection('orders').insertMany(storedOrders);
    await world.db.collection('teams').insertMany(storedTeams);
  });
  afterAll(() => world.close());

  test('sends nothing before it is read', async () => {
    const sent = await world.commandsOf(
      () => void orders.aggregate().match({ customer: 'Ada' }).count().pipeline(),
    );

    expect(sent).toEqual([]);
  });

  test('loops over rows in batches', async () => {
    const names: string[] = [];
    const sent = await world.commandsOf(async () => {
      for await (const { customer } of orders.aggregate({ batchSize: 2 }).sort({ customer: 1 }))
        names.push(customer);
    });

    expect(names).toEqual(['Ada', 'Bob', 'Cid', 'Dan']);
    expect(sent.slice(0, 2).map(({ name }) => name)).toEqual(['aggregate', 'getMore']);
  });

  test('closes the cursor of a loop that is left', async () => {
    const sent = await world.commandsOf(async () => {
      for await (const { customer } of orders.aggregate({ batchSize: 1 })) if (customer) break;
    });

    expect(sent.map(({ name }) => name)).toEqual(['aggregate', 'killCursors']);
  });

  test('asks for the first row only', async () => {
    const [sent] = await world.commandsOf(() => orders.aggregate().first());

    expect(sent?.command['pipeline']).toEqual([{ $limit: 1 }]);
  });

  test('as a class gives its documents, whole and with their signals', async () => {
    const recorder = new SignalRecorder(world.bus);
    const [blue, club] = await teams.aggregate().match({}).sort({ name: 1 }).limit(2).as(Team).toArray();
    const names = [...recorder.names];
    recorder[Symbol.dispose]();

    expect(blue).toBeInstanceOf(Team);
    expect(club).toBeInstanceOf(ClubTeam);
    expect(club).toMatchObject({ id: ids.club, name: 'Club', club: 'FC' });
    expect(names).toEqual([
      'Team.preInit',
      'Team.postInit',
      'ClubTeam.preInit',
      'ClubTeam.postInit',
      'Team.postLoad',
    ]);
  });

  test('documents can be saved, and keep what was not selected', async () => {
    const red = await teams.aggregate().match({ name: 'Red' }).as(Team).first();
    expect(red?.budget).toBeUndefined();
    Object.assign(red!, { name: 'Rot' });
    await teams.save(red!);

    expect(await world.db.collection('teams').findOne({ _id: ids.red })).toMatchObject({
      n: 'Rot',
      budget: 5,
    });
    await world.db.collection('teams').updateOne({ _id: ids.red }, { $set: { n: 'Red' } });
  });

  test('documents of raw stages are read-only', async () => {
    const [one] = await teams
      .aggregate([{ $match: { n: 'Blue' } }])
      .as(Team)
      .toArray();
    Object.assign(one!, { name: 'x' });

    expect(one).toBeInstanceOf(Team);
    expect(await errorOf(() => teams.save(one!))).toBeInstanceOf(ReadOnlyDocumentError);
  });

  test.each<[string, () => unknown]>([
    ['documents of computed rows', () => orders.aggregate().project({ customer: true }).as(Order)],
    ['documents of another class', () => orders.aggregate().as(Team as never)],
    [
      'a lookup of a class without a repository',
      () => orders.aggregate().lookup({ from: Stranger, localField: 'id', foreignField: 'id', as: 'x' }),
    ],
    ['a union with a class without a repository', () => orders.aggregate().unionWith(Stranger)],
    ['JSON', () => JSON.stringify({ rows: orders.aggregate() })],
    [
      'a part that is read by itself',
      () => orders.aggregate().facet({ a: (rows) => (void rows.pipeline(), rows.toJSON()) }),
    ],
  ])('refuses %s before anything is sent', async (_, work) => {
    let error: any;
    const sent = await world.commandsOf(async () => {
      error = await errorOf(work);
    });

    expect(error).toBeInstanceOf(InvalidPipelineError);
    expect(sent).toEqual([]);
  });

  (capabilities.transactions ? test : test.skip)(
    'belongs to the transaction around it (needs transactions)',
    async () => {
      const transactions = world.app.get<Transactions>(getTransactionsToken());
      const counts: unknown[] = [];
      await errorOf(() =>
        transactions.run(async () => {
          await orders.create({ id: new ObjectId(), customer: 'Eve' });
          counts.push(await orders.aggregate().match({ customer: 'Eve' }).count().first());
          throw new Error('undo');
        }),
      );

      expect(counts).toEqual([{ count: 1 }]);
    },
  );
});
