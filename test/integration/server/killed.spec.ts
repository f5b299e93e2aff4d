import { join } from 'node:path';
import type { Collection } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { changingCommands, drifted, makeDrifted } from '../../support/schema/drifted-collection.js';
import { withFailPoint } from '../../support/fail-points.js';
import { runProgram } from '../../support/run-program.js';
import { capabilities } from '../../support/server.js';
import { errorOf } from '../../support/world/integration-app.js';
import { openServerWorld } from './server-world.js';
import type { ServerWorld } from './server-world.js';

const program = join('test', 'support', 'programs', 'apply-and-die.ts');

const changing = ['collMod', 'createIndexes', 'dropIndexes'];

/** The indexes as they are after applying, whatever happened in between. */
const end = {
  email_1: { key: { email: 1 }, unique: true },
  new: { key: { code: 1 }, unique: true },
  'tag_1~2': {
    key: { tag: 1 },
    unique: true,
    collation: expect.objectContaining({ locale: 'en', strength: 2 }),
  },
  at_1: { key: { at: 1 } },
  added_1: { key: { added: 1 } },
  extra_1: { key: { extra: 1 } },
};

describe('Applying', () => {
  test('comes to its end without being killed', async () => {
    await using world = await openServerWorld();
    await makeDrifted(world.connection.db);
    let commands = 0;
    world.connection.client.on('commandSucceeded', ({ commandName }) => {
      if (changing.includes(commandName)) commands++;
    });
    await world.apply(drifted);
    expect(await world.indexes()).toEqual(end);
    expect(commands).toBe(changingCommands);
  });

  /** Checks that values are unique now, applies again, and checks the end. */
  const applyAgain = async (world: ServerWorld, people: Collection): Promise<void> => {
    const again = [{ code: 1 }, { tag: '1' }].map((values) => errorOf(() => people.insertOne(values)));
    expect((await Promise.all(again)).map(({ code }) => code)).toEqual([11000, 11000]);
    await world.apply(drifted);
    expect(await world.indexes()).toEqual(end);
    expect((await world.plan(drifted)).changes.map(({ index }) => index)).toEqual(['extra_1']);
    expect(await people.countDocuments()).toBe(3);
  };

  test.each([1, 6])(
    'again, after the process was killed at command %i, comes to the same end, with unique values all the time',
    async (command) => {
      await using world = await openServerWorld();
      const people = await makeDrifted(world.connection.db);
      const environment = { MONGODB_URI: world.uri };
      const { signal } = await runProgram(program, [String(command)], environment).ended;
      expect(signal).toBe('SIGKILL');
      await applyAgain(world, people);
    },
  );

  const commands = Array.from({ length: changingCommands - 1 }, (_, index) => index + 1);
  test.skipIf(!capabilities.failPoints).each(commands)(
    'again, after the server has refused every command after the first %i, comes to the same end, with unique values all the time (needs fail points)',
    async (skip) => {
      await using world = await openServerWorld();
      const people = await makeDrifted(world.connection.db);
      const failure = { commands: changing, skip, data: { errorCode: 8 } };
      const error = await withFailPoint(world.appName, failure, () => errorOf(() => world.apply(drifted)));
      expect(error).toMatchObject({ code: 'SCHEMA_NOT_APPLIED', serverCode: 8 });
      await applyAgain(world, people);
    },
  );
});
