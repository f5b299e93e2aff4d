import { describe, expect, test } from 'vitest';
import { serverName } from '../../support/server.js';
import { collectionDrifts } from './collection-drifts.js';
import { indexDrifts } from './index-drifts.js';
import { openServerWorld } from './server-world.js';

const drifts = { ...indexDrifts, ...collectionDrifts };

const lacks = (needs: string | undefined): boolean =>
  needs !== undefined && serverName.startsWith('SecantusDB');

describe('When', () => {
  for (const [drift, { exists, options, declared, rows, then, needs }] of Object.entries(drifts)) {
    test(`${drift}, the plan says exactly that`, async () => {
      await using world = await openServerWorld();
      await world.make(exists, options);
      expect(await world.rowsOf(declared)).toEqual(rows);
    });

    const title = needs === undefined ? drift : `${drift} (needs ${needs})`;
    test.skipIf(lacks(needs))(`${title}, applying leaves no more than what it must not drop`, async () => {
      await using world = await openServerWorld();
      await world.make(exists, options);
      await world.apply(declared);
      const isLeft = (row: string): boolean => /^extra|cannot change|^people:/.test(row);
      expect(await world.rowsOf(declared)).toEqual(rows.filter(isLeft));
      if (options?.viewOn !== undefined) return;
      expect(Object.keys(await world.indexes()).sort()).toEqual(then);
      await world.apply(declared, true);
      expect((await world.plan(declared)).extra).toEqual([]);
    });
  }
});
