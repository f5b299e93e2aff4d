import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Test } from '@nestjs/testing';
import { DocumentsModule, getRepositoryToken, InvalidPipelineError } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { databaseUri } from '../../support/server.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { ClubTeam, ids, Order, storedOrders, storedTeams, Team } from './world.js';

describe('Documents of other classes in an aggregation', () => {
  let world: IntegrationApp;
  let orders: DocumentRepository<Order>;

  beforeAll(async () => {
    world = await openApp([Order, Team, ClubTeam]);
    orders = world.repository(Order);
    await world.db.collection('orders').insertMany(storedOrders);
    await world.db.collection('teams').insertMany(storedTeams);
  });
  afterAll(() => world.close());

  const byCustomer = () => orders.aggregate().sort({ customer: 1 });

  test('lookup decodes what it finds, without soft-deleted documents and unselected fields', async () => {
    const rows = await byCustomer()
      .lookup({ from: Team, localField: 'teamId', foreignField: 'id', as: 'teams' })
      .project({ customer: true, teams: true })
      .toArray();

    expect(rows).toEqual([
      { customer: 'Ada', teams: [{ id: ids.red, name: 'Red' }] },
      { customer: 'Bob', teams: [] },
      { customer: 'Cid', teams: [{ id: ids.club, name: 'Club' }] },
      { customer: 'Dan', teams: [] },
    ]);
  });

  test('lookup of a subclass finds only its documents, refined by a pipeline', async () => {
    const rows = await byCustomer()
      .lookup({
        from: ClubTeam,
        localField: 'teamId',
        foreignField: 'id',
        as: 'clubs',
        pipeline: (clubs) => clubs.match({ name: 'Club' }).project({ club: true }),
      })
      .unwind('clubs')
      .project({ customer: true, club: 'clubs.club' })
      .toArray();

    expect(rows).toEqual([{ customer: 'Cid', club: 'FC' }]);
  });

  test('unionWith adds fields that the first rows lack, under their keys, without unselected ones', async () => {
    const rows = await world
      .repository(Team)
      .aggregate()
      .match({ name: 'Red' })
      .unionWith(ClubTeam, (all) => all.match({ club: 'FC' }))
      .sort({ name: 1 })
      .toArray();

    expect(rows).toEqual([
      { id: ids.club, name: 'Club', club: 'FC' },
      { id: ids.red, name: 'Red' },
    ]);
  });

  test('unionWith adds the documents of another class that may be found', async () => {
    const rows = await orders
      .aggregate()
      .project({ name: 'customer' })
      .unionWith(Team, (all) => all.project({ name: true }))
      .sort({ name: 1 })
      .toArray();

    expect(rows.map(({ name }) => name)).toEqual(['Ada', 'Blue', 'Bob', 'Cid', 'Club', 'Dan', 'Red']);
  });

  test('classes of another connection are refused before anything is sent', async () => {
    const testing = await Test.createTestingModule({
      imports: [
        DocumentsModule.forRoot({ uri: databaseUri() }),
        DocumentsModule.forRoot({ uri: databaseUri(), connection: 'archive' }),
        DocumentsModule.forFeature([Order]),
        DocumentsModule.forFeature([Team, ClubTeam], 'archive'),
      ],
    }).compile();
    const app = await testing.createNestApplication({ logger: false }).init();
    const here = app.get<DocumentRepository<Order>>(getRepositoryToken(Order)).aggregate();
    for (const [work, place] of [
      [() => here.lookup({ from: Team, localField: 'teamId', foreignField: 'id', as: 'teams' }), 'lookup'],
      [() => here.unionWith(ClubTeam), 'unionWith'],
    ] as const) {
      const error = await errorOf(work);

      expect(error).toBeInstanceOf(InvalidPipelineError);
      expect(error.message).toContain(place);
      expect(error.message).toContain('over the connection "archive", and the aggregation runs on "default"');
    }
    await app.close();
  });
});
