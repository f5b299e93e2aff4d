import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixtureModule, runCli } from '../../support/cli/run-cli.js';
import { databaseUri } from '../../support/server.js';

const environment = { MONGODB_URI: databaseUri() };

describe('A command that cannot begin says why in three parts, without a stack', () => {
  test.each([
    [
      'without a module',
      ['documents'],
      /^Error: The root module of the application was not found\nWhy: In .* there is none of dist\/app\.module\.js, dist\/src\/app\.module\.js, build\/app\.module\.js\nWhat to do: Build the application first\. If .*\n$/,
    ],
    [
      'with a file that Node cannot run',
      ['documents', '--module', resolve('README.md')],
      /^Error: .*README\.md cannot be imported\nWhy: Node runs JavaScript, .*\nWhat to do: Build .*\n$/,
    ],
    [
      'with a folder',
      ['documents', '--module', resolve('lib')],
      /^Error: .*lib cannot be imported\nWhy: It is a folder\nWhat to do: Build .*\n$/,
    ],
    [
      'without the file of the module',
      ['documents', '--module', '#AppModule'],
      /^Error: The root module .*\nWhy: --module names no file\nWhat to do: .*\n$/,
    ],
    [
      'for a document that does not exist',
      ['documents', '--document', 'Nobody', '--module', fixtureModule()],
      /Error: There is no document of that name\nWhy: The documents of the application are Person, Member\nWhat to do: .*\n$/,
    ],
  ])('%s', async (_title, parameters, expected) => {
    const { exitCode, output, errors } = await runCli(parameters, environment, tmpdir());

    expect(errors).toMatch(expected);
    expect(output).toBe('');
    expect(exitCode).toBe(2);
  });

  test('also as JSON', async () => {
    const { output } = await runCli(['documents', '--json', '--module', fixtureModule('EmptyModule')]);

    expect(JSON.parse(output)).toEqual({
      error: {
        code: 'COMMAND_FAILED',
        problem: 'The application has no documents',
        reason: expect.any(String),
        remedy: expect.any(String),
      },
    });
  });
});

describe('An application that does not start', () => {
  test('is reported with the stack of its own error', async () => {
    const { exitCode, errors } = await runCli(['documents', '--module', fixtureModule('BrokenModule')]);

    expect(errors).toMatch(/^Error: TypeError: broken\n {4}at new BrokenModule/);
    expect(errors.match(/broken/g)).toHaveLength(1);
    expect(exitCode).toBe(2);
  });

  test('for a reason of ours is reported in three parts', async () => {
    const { exitCode, errors } = await runCli(['documents', '--module', fixtureModule()], {
      MONGODB_URI: 'mongodb://127.0.0.1',
    });

    expect(errors).toBe(
      `Error: Connection "default" is misconfigured (CONNECTION_CONFIGURATION)
Why: It has no database name
What to do: Put it in the connection string after the hosts, or in "database"
`,
    );
    expect(exitCode).toBe(2);
  });
});

describe('A command is not done', () => {
  test('if the application is never made', async () => {
    const { exitCode, output, errors } = await runCli([
      ...['plan', '--check', '--json', '--module', fixtureModule('neverMade')],
    ]);

    expect(errors).toMatch(/^Error: The command did not end\nWhy: .*\nWhat to do: .*\n$/);
    expect(JSON.parse(output)).toMatchObject({ error: { problem: 'The command did not end' } });
    expect(exitCode).toBe(2);
  });

  test('if the application ends the process', async () => {
    expect((await runCli(['plan', '--module', fixtureModule('LeavingModule')])).exitCode).toBe(2);
  });

  test('if its arguments are wrong, also as JSON', async () => {
    const { exitCode, output } = await runCli(['plan', '--bogus', '--json']);

    expect(JSON.parse(output)).toMatchObject({ error: { problem: "unknown option '--bogus'" } });
    expect(exitCode).toBe(2);
  });
});

test('An unknown command is refused with the most similar one', async () => {
  const { exitCode, errors } = await runCli(['listenrs']);

  expect(errors).toMatch(/^error: unknown command 'listenrs'\n\(Did you mean listeners\?\)\n/);
  expect(exitCode).toBe(2);
});

test('Help and version end with 0', async () => {
  const help = await runCli(['--help']);
  const version = await runCli(['--version']);

  expect(help.output).toContain('Exit codes: 0 done, or nothing to do; 1 something is left to do; 2 failed.');
  expect(version.output).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect([help.exitCode, version.exitCode]).toEqual([0, 0]);
});
