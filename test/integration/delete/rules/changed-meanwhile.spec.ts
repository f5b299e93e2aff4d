import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { preDelete } from 'nestjs-documents';
import { openApp } from '../../../support/world/integration-app.js';
import type { IntegrationApp } from '../../../support/world/integration-app.js';
import { all, clear, Club, countsOf, Team } from './world.js';

describe('A delete by a filter', () => {
  let world: IntegrationApp;
  beforeAll(async () => {
    world = await openApp(all);
  });
  beforeEach(async () => {
    await clear(world);
    const ajax = await world.repository(Club).create({ name: 'Ajax' });
    await world.repository(Team).create({ clubId: ajax.id });
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
  ])('keeps all if a receiver of a cascade changes what matched, by %s', async (name, result) => {
    const rename = async (): Promise<void> => {
      await world.repository(Club).updateMany({ name: 'Ajax' }, { name: 'Ajax II' });
    };
    const undo = world.bus.connect(preDelete, Team, rename);
    expect(await deletes[name]!()).toBe(result);
    undo();
    expect(await countsOf(world)).toEqual({ clubs: 1, teams: 1 });
  });

  test('finds what refers, however many of those that refer are deleted already', async () => {
    await world.repository(Club).insertMany([{ name: 'Ajax' }, { name: 'Ajax' }]);
    const sent = await world.commandsOf(() => world.repository(Club).deleteManyPlan({ name: 'Ajax' }));
    expect(new Set(sent.map(({ name, command }) => `${name} ${String(command['limit'])}`))).toEqual(
      new Set(['find 100001']),
    );
  });
});
