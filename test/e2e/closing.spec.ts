import { afterAll, describe, expect, test } from 'vitest';
import { MongoClient } from 'mongodb';
import { join } from 'node:path';
import { brokenApplications } from '../support/world/broken-applications.js';
import { runProgram } from '../support/run-program.js';
import { databaseUri } from '../support/server.js';

const programs = join('test', 'support', 'programs');
const uri = databaseUri();

afterAll(async () => {
  const client = new MongoClient(uri);
  await client.db().dropDatabase();
  await client.close();
});

describe('a process whose application', () => {
  test('was closed ends by itself', async () => {
    const program = runProgram(join(programs, 'start-and-close.ts'), [], { MONGODB_URI: uri });

    expect(await program.ended).toEqual({
      exitCode: 0,
      signal: null,
      output: 'answered 200 {"items":[],"total":0,"pages":0,"number":1,"size":20}\nclosed\n',
    });
  }, 60_000);

  test('has shutdown hooks ends when it is asked to', async () => {
    const program = runProgram(join('sample-app', 'main.ts'), [], { MONGODB_URI: uri, PORT: '0' });
    await program.untilPrinted('Listening on');

    program.child.kill('SIGTERM');

    expect(await program.ended).toMatchObject({ signal: 'SIGTERM' });
  }, 60_000);

  test('does not start ends by itself, whatever the reason', async () => {
    const program = runProgram(join(programs, 'start-broken.ts'));

    expect(await program.ended).toEqual({
      exitCode: 0,
      signal: null,
      output: Object.keys(brokenApplications)
        .map((name) => `${name}: failed with ${name.split(' ')[0]}\n`)
        .join(''),
    });
  }, 60_000);
});
