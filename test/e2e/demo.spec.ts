import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MongoClient, ObjectId } from 'mongodb';
import { tellStory } from '../../sample-app/demo.js';
import { capabilities, databaseUri } from '../support/server.js';

const withTransactions = capabilities.transactions ? test : test.skip;

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

  withTransactions('tells what is done after a commit and a rollback (needs transactions)', async () => {
    await tellStory(uri, print);

    expect(lines.slice(-10).join('\n')).toBe(
      `8. A transfer is committed as a whole and told of afterwards, or it leaves nothing behind
   POST /transfers {"from":":id","to":":id","amount":30} -> 201
     TransferListener after the commit: "You have received 30"
   POST /transfers {"from":":id","to":":id","amount":500} -> 422
     AccountListener refused a balance below 0
     TransferListener after the rollback: 500 stay where they are
     in the database: accounts balance [70,30]
     in the database: notifications text ["You have received 30"]
9. Transfers are listed with the owners of both accounts, which are documents of their own
     GET /transfers lists [{"amount":30,"from":"ada","to":"grace"}]`,
    );
  });

  test('fits on a screen', async () => {
    await tellStory(uri, print);

    expect(lines.length).toBeLessThanOrEqual(48);
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
