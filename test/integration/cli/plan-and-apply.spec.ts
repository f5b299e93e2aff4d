import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixtureModule, runCli } from '../../support/cli/run-cli.js';
import type { CliEnded } from '../../support/cli/run-cli.js';
import { databaseUri } from '../../support/server.js';

const uri = databaseUri();
const client = new MongoClient(uri);
const db: Db = client.db();
afterEach(() => db.dropDatabase());
afterAll(() => client.close());

const run = (...parameters: string[]): Promise<CliEnded> =>
  runCli([...parameters, '--module', fixtureModule()], { MONGODB_URI: uri });
const indexNames = async (): Promise<string[]> =>
  (await db.collection('people').indexes()).map(({ name }) => name ?? '').sort();

const title = `Connection "default", database "${db.databaseName}":`;

describe('On an empty database', () => {
  test('plan shows what is missing and changes nothing', async () => {
    const { output, exitCode } = await run('plan');

    expect(output).toBe(`${title} 4 differences
  missing  create collection  people
  missing  create index       people.name_1_createdAt_-1  { name: 1, createdAt: -1 }
  missing  create index       people.mail_1               { mail: 1 }, unique
  missing  create index       people.since_1              { since: 1 }
`);
    expect(exitCode).toBe(0);
    expect(await db.listCollections().toArray()).toEqual([]);
  });

  test('apply makes it, and then plan --check finds nothing', async () => {
    const applied = await run('apply');
    const planned = await run('plan', '--check');

    expect(applied.output).toBe(`default: create collection people
default: create index people.name_1_createdAt_-1
default: create index people.mail_1
default: create index people.since_1
Connection "default": 4 changes done
`);
    expect(planned.output).toBe(`${title} as declared\n`);
    expect([applied.exitCode, planned.exitCode]).toEqual([0, 0]);
    expect(await indexNames()).toEqual(['_id_', 'mail_1', 'name_1_createdAt_-1', 'since_1']);
  });
});

describe('On a database that drifted', () => {
  beforeEach(async () => {
    await db
      .collection('people')
      .createIndexes([
        { key: { mail: 1 } },
        { key: { since: 1 } },
        { key: { name: 1, createdAt: -1 } },
        { key: { old: 1 } },
      ]);
  });

  test('plan prints the drift, with --check for a program', async () => {
    const { output, exitCode } = await run('plan', '--check', '--json');

    const { plans } = JSON.parse(output);
    expect(plans).toEqual([
      {
        ...{ connection: 'default', database: db.databaseName },
        changes: [
          {
            ...{ kind: 'changeIndex', difference: 'different', collection: 'people', index: 'mail_1' },
            ...{ details: ['unique: no → yes'], declaredBy: ['Person.email'] },
          },
          {
            ...{ kind: 'dropIndex', difference: 'extra', collection: 'people', index: 'old_1' },
            ...{ details: ['{ old: 1 }'], declaredBy: [] },
          },
        ],
      },
    ]);
    expect(exitCode).toBe(1);
  });

  test('apply changes what is declared and leaves the rest', async () => {
    const { output, exitCode } = await run('apply');

    expect(output).toContain('Connection "default": 1 change done\n\nWhat is left:\n');
    expect(output).toMatch(/ {2}extra {2}drop index {2}people\.old_1 {2}\{ old: 1 \}\n$/);
    expect(exitCode).toBe(0);
    expect(await indexNames()).toContain('old_1');
  });

  test('apply --drop without a terminal drops nothing unless --yes is given', async () => {
    const { output, errors, exitCode } = await run('apply', '--drop');

    expect(output).toBe('');
    expect(errors).toContain(
      `Error: Nothing was changed: 1 change removes what no class declares
Why: It was not confirmed, and nobody can be asked: drop index people.old_1 in ${db.databaseName}
What to do: Read "nestjs-documents plan", and pass --yes if that is meant
`,
    );
    expect(exitCode).toBe(2);
    expect(await indexNames()).toContain('old_1');
    expect((await db.collection('people').indexes()).find(({ key }) => 'mail' in key)).not.toHaveProperty(
      'unique',
    );
  });

  test('apply --drop --yes drops it', async () => {
    const { output, exitCode } = await run('apply', '--drop', '--yes', '--json');

    const { connections } = JSON.parse(output);
    expect(connections[0].applied.map(({ kind }: { kind: string }) => kind)).toEqual([
      'changeIndex',
      'dropIndex',
    ]);
    expect(connections[0].remaining.changes).toEqual([]);
    expect(exitCode).toBe(0);
    expect(await indexNames()).not.toContain('old_1');
  });
});

test('apply ends with 1 if something is left to do by hand', async () => {
  await db.createCollection('people', { capped: true, size: 4096 });

  const { output, exitCode } = await run('apply');

  expect(output).toMatch(/\n {2}different {2}cannot change {2}people /);
  expect(exitCode).toBe(1);
});

test('A change that fails ends with 2 and says which', async () => {
  await db.collection('people').insertMany([{ mail: 'a' }, { mail: 'a' }]);

  const { errors, exitCode } = await run('apply');

  expect(errors).toMatch(/Error: .*people.*\(SCHEMA_NOT_APPLIED\)\nWhy: .*\nWhat to do: /);
  expect(exitCode).toBe(2);
});

test('A connection that does not exist is refused', async () => {
  const { errors, exitCode } = await run('plan', '--connection', 'archive');

  expect(errors).toContain(
    'Error: The application does not have that connection\nWhy: Its connections are default\n',
  );
  expect(exitCode).toBe(2);
});
