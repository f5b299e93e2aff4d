import { MongoClient } from 'mongodb';
import { resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCli } from '../../support/cli/run-cli.js';
import { databaseUri } from '../../support/server.js';

const uri = databaseUri();
const client = new MongoClient(uri);
afterAll(async () => {
  await client.db().dropDatabase();
  await client.close();
});

const module = resolve('test', 'support', 'seed', 'seeded-app.ts');
const run = (directory: string, ...parameters: string[]) =>
  runCli(
    ['seed', '--module', module, '--directory', resolve('test', 'support', 'seed', directory), ...parameters],
    { SEEDED_URI: uri },
  );

test('seed runs the files of a folder in their order', async () => {
  const { output, errors, exitCode } = await run('files');

  expect(output).toMatch(/^done {2}01-people {7}\d+ ms\ndone {2}02-more-people {2}\d+ ms\n$/);
  expect(errors).toContain('[01-people] two people');
  expect(exitCode).toBe(0);
  const names = await client.db().collection('people').find().sort({ _id: 1 }).toArray();
  expect(names.map(({ name }) => name as string)).toEqual(['Person 1', 'Person 2', 'Grace']);
});

test('seed runs only those that are named, and answers a program', async () => {
  const { output, exitCode } = await run('files', '--json', '--only', '02-more-people');

  expect(JSON.parse(output)).toEqual({ seeds: [{ id: '02-more-people', duration: expect.any(Number) }] });
  expect(exitCode).toBe(0);
});

test('seed fails with 2, before anything is run, if a file is not a seed', async () => {
  const { output, errors, exitCode } = await run('wrong');

  expect(output).toBe('');
  expect(errors).toBe(`Error: The seed 02-has-no-class cannot be used (INVALID_SEED)
Why: It has no class with a method run
What to do: Export a class: export default class { async run(context) { … } }
`);
  expect(exitCode).toBe(2);
});

test('a seed that fails is reported with the error that it threw', async () => {
  const { errors, exitCode } = await run('wrong', '--only', '01-works');

  expect(errors).toMatch(
    /^Error: The seed 01-works failed \(SEED_FAILED\)\nWhy: .*\nWhat to do: .*\nCause: Error: It is not to be run\n {4}at .*01-works/,
  );
  expect(exitCode).toBe(2);
});
