import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { postDelete, postUpdate, postWrite, preDelete, preUpdate } from 'nestjs-documents';
import type { DisconnectReceiver, SignalPayload } from 'nestjs-documents';
import { capabilities } from '../../../support/server.js';
import { errorOf, openApp } from '../../../support/world/integration-app.js';
import type { IntegrationApp } from '../../../support/world/integration-app.js';
import { all, clear, Club, countsOf, Invoice, Match, News, Player, Team, YouthClub } from './world.js';

const veto = new Error('veto');

describe('Delete rules', () => {
  let world: IntegrationApp;
  beforeAll(async () => {
    world = await openApp(all);
  });
  beforeEach(() => clear(world));
  afterAll(() => world.close());

  /** A club with a team of two players, who are in a match. */
  async function stored(): Promise<Club> {
    const club = await world.repository(Club).create({ name: 'Ajax' });
    const team = await world.repository(Team).create({ clubId: club.id });
    await world.repository(Player).insertMany([{ teamId: team.id }, { teamId: team.id }]);
    await world.repository(Match).create({ teamIds: [team.id] });
    return club;
  }

  const deletes: Record<string, (club: Club) => Promise<unknown>> = {
    delete: (club) => world.repository(Club).delete(club),
    deleteById: ({ id }) => world.repository(Club).deleteById(id),
    deleteOne: () => world.repository(Club).deleteOne({ name: 'Ajax' }),
    deleteMany: () => world.repository(Club).deleteMany({ name: 'Ajax' }),
    findOneAndDelete: async () => (await world.repository(Club).findOneAndDelete({ name: 'Ajax' }))?.name,
    bulkWrite: async () => {
      const parts = [{ deleteMany: { filter: { name: 'Ajax' } } }] as const;
      return (await world.repository(Club).bulkWrite([...parts])).deletedCount;
    },
  };
  const results: Record<string, unknown> = {
    ...{
      delete: true,
      deleteById: true,
      deleteOne: true,
      deleteMany: 1,
      findOneAndDelete: 'Ajax',
      bulkWrite: 1,
    },
  };

  describe.each(Object.keys(deletes))('by %s', (name) => {
    const run = deletes[name] as (club: Club) => Promise<unknown>;

    test('act', async () => {
      await world.repository(Club).create({ name: 'Other' });
      expect(await run(await stored())).toBe(results[name]);
      expect(await countsOf(world)).toEqual({ clubs: 1, matches: 1 });
      expect(await world.db.collection('matches').findOne({})).toMatchObject({ teamIds: [] });
    });

    test('act while somebody listens, with one postWrite', async () => {
      const order: string[] = [];
      const record = ({ signal, sender }: SignalPayload<string, object>): void => {
        order.push(`${sender.name}.${signal}`);
      };
      const receivers: DisconnectReceiver[] = [
        world.bus.connect(preDelete, undefined, record),
        world.bus.connect(postDelete, undefined, record),
        world.bus.connect(preUpdate, undefined, record),
        world.bus.connect(postUpdate, undefined, record),
        world.bus.connect(postWrite, undefined, ({ writes }) => {
          order.push(writes.map(({ kind, sender, count }) => `${kind} ${count} ${sender.name}`).join(', '));
        }),
      ];
      const club = await stored();
      order.splice(0);
      expect(await run(club)).toBe(results[name]);
      for (const undo of receivers) undo();
      expect(order).toEqual([
        ...['Club.preDelete', 'Team.preDelete', 'Player.preDelete', 'Player.preDelete', 'Match.preUpdate'],
        ...[
          'Player.postDelete',
          'Player.postDelete',
          'Match.postUpdate',
          'Team.postDelete',
          'Club.postDelete',
        ],
        'delete 2 Player, update 1 Match, delete 1 Team, delete 1 Club',
      ]);
      expect(await countsOf(world)).toEqual({ matches: 1 });
    });

    test('deny it before any signal and any write', async () => {
      const club = await stored();
      const player = await world.repository(Player).getOne({});
      await world.repository(Invoice).insertMany([{ playerId: player.id }, { playerId: player.id }]);
      const sent: string[] = [];
      const receivers = [
        world.bus.connect(preDelete, undefined, () => void sent.push('preDelete')),
        world.bus.connect(preUpdate, undefined, () => void sent.push('preUpdate')),
      ];
      const commands = await world.commandsOf(async () => {
        expect(await errorOf(() => run(club))).toMatchObject({
          code: 'DELETE_DENIED',
          outcome: 'notApplied',
          documentName: 'Club',
          denials: [{ documentName: 'Invoice', property: 'playerId', count: 2 }],
        });
      });
      for (const undo of receivers) undo();
      expect(sent).toEqual([]);
      expect(new Set(commands.map((each) => each.name))).toEqual(
        new Set(capabilities.transactions ? ['find', 'abortTransaction'] : ['find']),
      );
      expect(await countsOf(world)).toEqual({ clubs: 1, teams: 1, players: 2, matches: 1, invoices: 2 });
    });

    test('stop at a veto of any document or update, with nothing written', async () => {
      const club = await stored();
      const refuse = (): never => {
        throw veto;
      };
      const connects = [
        () => world.bus.connect(preDelete, Player, refuse),
        () => world.bus.connect(preUpdate, Match, refuse),
      ];
      for (const connect of connects) {
        const undo = connect();
        const error = await errorOf(() => run(club));
        undo();
        expect(name === 'bulkWrite' ? error.failures[0].error : error).toBe(veto);
        expect(await countsOf(world)).toEqual({ clubs: 1, teams: 1, players: 2, matches: 1 });
      }
    });
  });

  test('do not count what is deleted anyway as a denial', async () => {
    const club = await stored();
    const player = await world.repository(Player).getOne({});
    await world.repository(Invoice).create({ playerId: player.id, clubId: club.id });
    expect((await world.repository(Club).deletePlan(club)).isDenied).toBe(false);
    expect(await world.repository(Club).delete(club)).toBe(true);
    expect(await countsOf(world)).toEqual({ matches: 1 });
  });

  test('look for denials before the first part of a bulk', async () => {
    const club = await world.repository(Club).create({});
    const { id } = await world.repository(YouthClub).create({});
    await world.repository(Invoice).create({ youthClubId: id, clubId: club.id });
    const parts = [club.id, id].map((each) => ({ deleteOne: { filter: { id: each } } }));
    expect(await errorOf(() => world.repository(Club).bulkWrite(parts))).toMatchObject({
      code: 'DELETE_DENIED',
    });
    expect(await countsOf(world)).toEqual({ clubs: 2, invoices: 1 });
    await world.repository(Club).delete(club);
    expect(await world.repository(Club).deleteById(id)).toBe(true);
  });

  test.runIf(capabilities.transactions)(
    'act in a transaction, in the one around it, or in none if asked',
    async () => {
      const names = async (work: () => unknown): Promise<boolean[]> => {
        const sent = await world.commandsOf(work);
        return sent
          .filter(({ name }) => name === 'delete')
          .map(({ command }) => command['txnNumber'] !== undefined && command['autocommit'] === false);
      };
      const [one, two] = [await stored(), await stored()];
      expect(await names(() => world.repository(Club).delete(one))).toEqual([true, true, true]);
      expect(await names(() => world.repository(Club).delete(two, { transactional: false }))).toEqual([
        false,
        false,
        false,
      ]);
      expect(await countsOf(world)).toEqual({ matches: 2 });
    },
  );

  test('cost nothing where no rule acts', async () => {
    const news = await world.repository(News).create({ title: 'x' });
    const sent = await world.commandsOf(() => world.repository(News).delete(news));
    expect(sent.map(({ name, command }) => [name, 'autocommit' in command])).toEqual([['delete', false]]);
    const invoices = await world.commandsOf(() =>
      world.repository(Invoice).deleteMany({}, { allowAll: true }),
    );
    expect(invoices.map(({ name }) => name)).toEqual(['delete']);
  });

  test('refuse options that are neither true nor false', async () => {
    const club = await stored();
    const options = { transactional: 'false' } as never;
    expect(await errorOf(() => world.repository(Club).delete(club, options))).toMatchObject({
      code: 'INVALID_OPTIONS',
    });
    expect(await countsOf(world)).toEqual({ clubs: 1, teams: 1, players: 2, matches: 1 });
  });

  test('plan without a write or a signal, denials included, and print as a table', async () => {
    const club = await stored();
    const clubs = world.repository(Club);
    const plan = await clubs.deletePlan(club);
    expect(plan.isDenied).toBe(false);
    expect(plan.rows.map(({ ids: _, ...row }) => row)).toEqual([
      { action: 'delete', documentName: 'Club', property: undefined, count: 1 },
      { action: 'cascade', documentName: 'Team', property: 'clubId', count: 1 },
      { action: 'pull', documentName: 'Match', property: 'teamIds', count: 1 },
      { action: 'cascade', documentName: 'Player', property: 'teamId', count: 2 },
    ]);
    expect(plan.rows[0]!.ids).toEqual([club.id]);
    const player = await world.repository(Player).getOne({});
    await world.repository(Invoice).create({ playerId: player.id });
    const sent = await world.commandsOf(async () => {
      const denied = await clubs.deleteManyPlan({ name: 'Ajax' });
      expect(denied.isDenied).toBe(true);
      expect(String(denied)).toBe(
        [
          'Delete of Club: denied',
          '  delete   Club              1',
          '  cascade  Team.clubId       1',
          '  pull     Match.teamIds     1',
          '  cascade  Player.teamId     2',
          '  deny     Invoice.playerId  1',
        ].join('\n'),
      );
      expect(String(plan).split('\n')[0]).toBe('Delete of Club: 4 to delete, 1 to update');
    });
    expect(new Set(sent.map(({ name }) => name))).toEqual(new Set(['find']));
  });
});
