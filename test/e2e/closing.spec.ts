import { afterAll, describe, expect, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { join } from 'node:path';
import { brokenApplications } from '../support/broken-applications.js';
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
      output: 'answered 200 []\nclosed\n',
    });
  }, 60_000);

  test('has shutdown hooks ends when it is asked to', async () => {
    const program = runProgram(join('sample-app', 'main.ts'), [], { MONGODB_URI: uri, PORT: '0' });
    await program.untilPrinted('Listening on');

    program.child.kill('SIGTERM');

    expect(await program.ended).toMatchObject({ signal: 'SIGTERM' });
  }, 60_000);

  test.each(Object.keys(brokenApplications))(
    'does not start because of %s ends by itself',
    async (name) => {
      const [code] = name.split(' ');
      const program = runProgram(join(programs, 'start-broken.ts'), [name]);

      expect(await program.ended).toEqual({
        exitCode: 0,
        signal: null,
        output: `failed with ${code}\n`,
      });
    },
    60_000,
  );
});
