import { once } from 'node:events';
import { MongoClient } from 'mongodb';
import { afterAll, expect, test } from 'vitest';
import { fixtureModule, startCli } from '../../support/cli/run-cli.js';
import { databaseUri } from '../../support/server.js';

const uri = databaseUri();
const client = new MongoClient(uri);
afterAll(async () => {
  await client.db().dropDatabase();
  await client.close();
});

test('Who reads slowly gets everything', async () => {
  const child = startCli(['documents', '--json', '--module', fixtureModule('ManyModule')], {
    MONGODB_URI: uri,
  });
  const ended = once(child, 'close');
  let output = '';
  // The pipe is full before the first byte is read.
  await once(child.stdout.setEncoding('utf8'), 'readable');
  child.stdout.on('data', (text: string) => (output += text)).resume();

  expect(await ended).toEqual([0, null]);
  expect(output.length).toBeGreaterThan(70_000);
  expect(JSON.parse(output).documents).toHaveLength(150);
});

test('Who reads no more does not keep apply from its end', async () => {
  const child = startCli(['apply', '--module', fixtureModule()], { MONGODB_URI: uri });
  child.stdout.destroy();

  expect(await once(child, 'exit')).toEqual([0, null]);
  const indexes = await client.db().collection('people').indexes();
  expect(indexes.map(({ name }) => name).sort()).toEqual([
    '_id_',
    'mail_1',
    'name_1_createdAt_-1',
    'since_1',
  ]);
});
