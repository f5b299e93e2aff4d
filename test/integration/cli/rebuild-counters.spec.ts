import { resolve } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { fixtureModule, runCli } from '../../support/cli/run-cli.js';
import { databaseUri } from '../../support/server.js';

const uri = databaseUri();
const client = new MongoClient(uri);
const counting = `${resolve('test', 'support', 'cli', 'counting.module.ts')}#CountingModule`;
const run = (...parameters: string[]) =>
  runCli(['rebuild-counters', '--module', counting, '--pause', '1', ...parameters], { MONGODB_URI: uri });

beforeEach(async () => {
  const [teams, players] = [client.db().collection('teams'), client.db().collection('players')];
  await Promise.all([teams.deleteMany({}), players.deleteMany({})]);
  const all = [
    { _id: 1, playerCount: 5 },
    { _id: 2, playerCount: 1, squadCount: 1, _type: 'Squad' },
  ];
  await teams.insertMany(all as never);
  await players.insertMany([
    { teamId: 1, squadIds: [2] },
    { teamId: 2, squadIds: [] },
  ]);
});
afterAll(async () => {
  await client.db().dropDatabase();
  await client.close();
});

const stored = () =>
  client.db().collection('teams').find().sort({ _id: 1 }).project({ playerCount: 1 }).toArray();

test('rebuild-counters corrects what differs, and shows a table', async () => {
  const { output, exitCode } = await run();

  expect(output).toBe(`counter           checked  different  corrected
Team.playerCount  2        1          1
Squad.squadCount  1        0          0
`);
  expect(exitCode).toBe(0);
  expect(await stored()).toEqual([
    { _id: 1, playerCount: 1 },
    { _id: 2, playerCount: 1 },
  ]);
});

test('rebuild-counters --check corrects nothing and ends with 1 if there is a difference', async () => {
  const { output, exitCode } = await run('--check', '--json');

  expect(JSON.parse(output)).toEqual({
    counters: [
      {
        connection: 'default',
        document: 'Team',
        counter: 'playerCount',
        checked: 2,
        different: 1,
        corrected: 0,
      },
      {
        connection: 'default',
        document: 'Squad',
        counter: 'squadCount',
        checked: 1,
        different: 0,
        corrected: 0,
      },
    ],
  });
  expect(exitCode).toBe(1);
  expect(await stored()).toEqual([
    { _id: 1, playerCount: 5 },
    { _id: 2, playerCount: 1 },
  ]);
});

test('rebuild-counters refuses a pause that is not a number', async () => {
  const { errors, exitCode } = await run('--pause', 'long');

  expect(errors).toContain('INVALID_OPTIONS');
  expect(exitCode).toBe(2);
});

test('rebuild-counters has nothing to do without counters', async () => {
  const { output, exitCode } = await runCli(['rebuild-counters', '--module', fixtureModule()], {
    MONGODB_URI: uri,
  });

  expect(output).toBe('There are no counters.\n');
  expect(exitCode).toBe(0);
});
