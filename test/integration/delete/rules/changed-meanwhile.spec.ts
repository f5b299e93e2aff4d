import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { preDelete, preUpdate } from 'nestjs-documents';
import { openApp } from '../../../support/world/integration-app.js';
import type { IntegrationApp } from '../../../support/world/integration-app.js';
import { all, clear, Club, countsOf, Match, Team } from './world.js';

describe('A delete by a filter', () => {
  let world: IntegrationApp;
  beforeAll(async () => {
    world = await openApp(all);
  });
  beforeEach(async () => {
    await clear(world);
    const ajax = await world.repository(Club).create({ name: 'Ajax' });
    const team = await world.repository(Team).create({ clubId: ajax.id });
    await world.repository(Match).create({ teamIds: [team.id] });
  });
  afterAll(() => world.close());

  const deletes: Record<string, () => Promise<unknown>> = {
    deleteMany: () => world.repository(Club).deleteMany({ name: 'Ajax' }),
    deleteOne: () => world.repository(Club).deleteOne({ name: 'Ajax' }),
    findOneAndDelete: () => world.repository(Club).findOneAndDelete({ name: 'Ajax' }),
    bulkWrite: async () => {
      const parts = [{ deleteMany: { filter: { name: 'Ajax' } } }] as const;
      return (await world.repository(Club).bulkWrite([...parts])).deletedCount;
    },
  };

  test.each([
    ['deleteMany', 0],
    ['deleteOne', false],
    ['findOneAndDelete', null],
    ['bulkWrite', 0],
  ])('keeps all if a receiver of what rules write changes what matched, by %s', async (name, result) => {
    const rename = async (): Promise<void> => {
      await world.repository(Club).updateMany({ name: 'Ajax' }, { name: 'Ajax II' });
    };
    const connects = [
      () => world.bus.connect(preDelete, Team, rename),
      () => world.bus.connect(preUpdate, Match, rename),
    ];
    for (const connect of connects) {
      const undo = connect();
      expect(await deletes[name]!()).toBe(result);
      undo();
      expect(await countsOf(world)).toEqual({ clubs: 1, teams: 1, matches: 1 });
      expect((await world.repository(Match).getOne({})).teamIds).toHaveLength(1);
      await world.repository(Club).updateMany({ name: 'Ajax II' }, { name: 'Ajax' });
    }
  });

  test('finds what refers, however many of those that refer are deleted already', async () => {
    await world.repository(Club).insertMany([{ name: 'Ajax' }, { name: 'Ajax' }]);
    const sent = await world.commandsOf(() => world.repository(Club).deleteManyPlan({ name: 'Ajax' }));
    expect(new Set(sent.map(({ name, command }) => `${name} ${String(command['limit'])}`))).toEqual(
      new Set(['find 100001']),
    );
  });
});
