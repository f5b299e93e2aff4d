import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MongoClient, ObjectId } from 'mongodb';
import { tellStory } from '../../sample-app/demo.js';
import { databaseUri } from '../support/server.js';

let uri: string;
let client: MongoClient;
let lines: string[];

const print = (line: string) => void lines.push(line);

beforeEach(() => {
  uri = databaseUri();
  client = new MongoClient(uri);
  lines = [];
});
afterEach(async () => {
  await client.db().dropDatabase();
  await client.close();
});

describe('the story of the demo', () => {
  test('goes as it is expected to', async () => {
    expect(await tellStory(uri, print)).toEqual([]);
  });

  test('tells what each listener did', async () => {
    await tellStory(uri, print);

    expect(lines.join('\n')).toContain(`
     PersonListener tidied the spaces of the name, wrote the name in capitals
     AuditListener recorded "created": id, name, tags
     SearchIndex indexed ada, lovelace
     in the database: people name ["ADA LOVELACE"]`);
  });

  test('fits on a screen', async () => {
    await tellStory(uri, print);

    expect(lines.length).toBeLessThanOrEqual(45);
    expect(lines.filter((line) => line.length > 110)).toEqual([]);
  });

  test('prints and returns what differs, and goes on', async () => {
    const _id = new ObjectId('64b7f0c2a1b2c3d4e5f60718');
    await client.db().collection('people').insertOne({ _id, name: 'A KING', tags: [] });
    await client
      .db()
      .collection('search')
      .insertOne({ _id, words: ['king'] });

    const differences = await tellStory(uri, print);

    expect(differences).toEqual([
      expect.stringMatching(/^step 3, people found by king: .*64b7f0c2a1b2c3d4e5f60718/),
    ]);
    expect(lines.at(-1)).toBe(`NOT AS EXPECTED  ${differences[0]}`);
  });

  test('breaks off where it cannot go on, and says so', async () => {
    await client.db().createCollection('people', { validator: { impossible: 'yes' } });

    const differences = await tellStory(uri, print);

    expect(differences).toEqual(['step 2, the story broke off: POST /people was to be answered with 201']);
  });

  test('ends with what keeps the application from starting', async () => {
    const withoutDatabase = new URL(uri);
    withoutDatabase.pathname = '/';

    await expect(tellStory(withoutDatabase.href, print)).rejects.toMatchObject({
      code: 'CONNECTION_CONFIGURATION',
    });
  });
});
