import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../../support/cli/run-cli.js';
import type { CliEnded } from '../../support/cli/run-cli.js';
import { temporaryProject } from '../../support/cli/temporary-project.js';
import { databaseUri } from '../../support/server.js';

const uri = databaseUri();
const client = new MongoClient(uri);
const db = client.db();
beforeEach(() => db.collection('people').insertMany([{ name: 'Ada' }, { name: 'Bob' }, { name: 'Eve' }]));
afterEach(() => db.dropDatabase());
afterAll(() => client.close());

const module = resolve('test', 'support', 'cli', 'migrating.module.ts');
const directory = resolve('test', 'support', 'cli', 'migrations');

function migrate(parameters: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CliEnded> {
  return runCli(['migrate', ...parameters, '--module', module], {
    ...{ MONGODB_URI: uri, MIGRATIONS: directory },
    ...environment,
  });
}

const statuses = async () =>
  (await db.collection('people').find().toArray()).map(({ status }) => status as unknown);

describe('migrate', () => {
  test('status shows what is pending, and starting for it runs nothing', async () => {
    const { output, exitCode } = await migrate(['status', '--check']);

    expect(output).toMatch(/^Migration .*\n2026-01-01-add-status {2}pending\n2026-01-02-fail {8}pending\n$/);
    expect(exitCode).toBe(1);
    expect(await statuses()).toEqual([undefined, undefined, undefined]);
  });

  test('up applies, down reverts the last one', async () => {
    const up = await migrate(['up', '--to', '2026-01-01-add-status', '--json']);
    const down = await migrate(['down']);
    const status = await migrate(['status', '--json']);

    expect(JSON.parse(up.output)).toMatchObject({
      reports: [{ direction: 'up', isDryRun: false, migrations: [{ id: '2026-01-01-add-status' }] }],
    });
    expect(await statuses()).toEqual(['new', 'new', 'new']);
    expect(down.output).toMatch(/^1 migration reverted\n/);
    expect(await db.collection('people').distinct('name')).toEqual(['reverted']);
    expect(JSON.parse(status.output)).toMatchObject({
      connections: [
        {
          connection: 'default',
          isUpToDate: false,
          migrations: [{ state: 'pending' }, { state: 'pending' }],
        },
      ],
    });
    expect([up.exitCode, down.exitCode, status.exitCode]).toEqual([0, 0, 0]);
  });

  test('up --dry-run writes nothing', async () => {
    const { output, exitCode } = await migrate(['up', '--dry-run']);

    expect(output).toMatch(/^2 migrations would be applied\n/);
    expect(exitCode).toBe(0);
    expect(await statuses()).toEqual([undefined, undefined, undefined]);
  });

  test('up that fails says which migration failed, and why', async () => {
    const { errors, exitCode } = await migrate(['up'], { FAIL: 'yes' });

    expect(errors).toMatch(
      /Error: .*2026-01-02-fail.* \(MIGRATION_FAILED\)\nWhy: .*; applied before: 2026-01-01-add-status\nWhat to do: .*\nCause: Error: It fails\n/,
    );
    expect(exitCode).toBe(2);
    expect(await statuses()).toEqual(['new', 'new', 'new']);
  });

  test('up that fails says what was applied on the connections before', async () => {
    const archive = databaseUri();
    const { output, errors, exitCode } = await migrate(['up'], { ARCHIVE: archive });
    await client.db(new URL(archive).pathname.slice(1)).dropDatabase();

    expect(output).toMatch(/^2 migrations applied\n/);
    expect(errors).toMatch(/Error: .*1-archive.*\nWhy: .*; nothing was applied before\n/);
    expect(exitCode).toBe(2);
  });

  test('import takes over the ledger of migrate-mongo', async () => {
    await db.collection('changelog').insertOne({ fileName: '2025-12-01-old.js', appliedAt: new Date() });

    const { output, exitCode } = await migrate(['import']);

    expect(output).toBe('imported  2025-12-01-old\n');
    expect(exitCode).toBe(0);
  });

  test('down refuses a number of steps that is none', async () => {
    const { errors, exitCode } = await migrate(['down', '--steps', 'two']);

    expect(errors).toContain('\nWhy: --steps is not a whole number from 1 on\n');
    expect(exitCode).toBe(2);
  });
});

describe('migrate create', () => {
  test('writes a file whose name begins with the time', async () => {
    const folder = temporaryProject({ 'package.json': '{}' });

    const { output, exitCode } = await runCli(['migrate', 'create', 'add-status'], {}, folder);

    const [name = ''] = readdirSync(join(folder, 'src', 'migrations'));
    expect(name).toMatch(/^\d{4}-\d\d-\d\d-\d{6}-add-status\.ts$/);
    expect(output).toBe(`created  ${join('src', 'migrations', name)}\n`);
    expect(readFileSync(join(folder, 'src', 'migrations', name), 'utf8')).toContain(
      'export default class implements Migration {',
    );
    expect(exitCode).toBe(0);
  });

  test.each(['add.test', 'add.spec', 'add.d'])('refuses %s, whose file would be left alone', async (name) => {
    const folder = temporaryProject({ 'package.json': '{}' });

    const { errors, exitCode } = await runCli(['migrate', 'create', name], {}, folder);

    expect(errors).toBe(
      'Error: The migration was not made\nWhy: Files with .test., .spec. or .d. in their names are no migrations\nWhat to do: Name its purpose: migrate create add-status\n',
    );
    expect(exitCode).toBe(2);
    expect(existsSync(join(folder, 'src', 'migrations'))).toBe(false);
  });

  test('refuses a name with a path', async () => {
    const { errors, exitCode } = await runCli(['migrate', 'create', '../add'], {}, temporaryProject({}));

    expect(errors).toMatch(/^Error: The migration was not made\nWhy: Its name has characters other than /);
    expect(exitCode).toBe(2);
  });
});
