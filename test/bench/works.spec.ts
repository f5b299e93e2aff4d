import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MongoClient } from 'mongodb';
import { library as driver } from '../../bench/libraries/driver.js';
import type { OpenLibrary } from '../../bench/libraries/library.js';
import { store } from '../../bench/run/store.js';
import { allWorks } from '../../bench/works/all.js';
import type { Work } from '../../bench/works/work.js';
import { capabilities, databaseUri } from '../support/server.js';

let uri: string;
let client: MongoClient;

beforeEach(() => {
  uri = databaseUri();
  client = new MongoClient(uri);
});
afterEach(async () => {
  await client.db().dropDatabase();
  await client.close();
});

/** Claims that it did everything. */
const lazy: OpenLibrary = {
  isLoaded: () => true,
  decode: () => [],
  findAll: async () => [],
  findPopulated: async () => [],
  compileFilter: () => ({}),
  walkPages: async () => undefined,
  groupByName: async () => [],
  changeCount: async () => undefined,
  updateCount: async () => undefined,
  findAndUpdateCount: async () => ({}),
  saveMany: async () => undefined,
  changeTwo: async () => undefined,
  insertOne: async () => undefined,
  insertMany: async () => undefined,
  heard: { before: 0, after: 0 },
  connect: () => async () => undefined,
  close: async () => undefined,
};

/** One round of two units, as `npm run bench` does it, without measuring it. */
async function doRound(work: Work, library: OpenLibrary): Promise<void> {
  const round = { first: 1, units: 2 };
  const task = work.begin(library);
  if (task.kind === 'held') {
    task.check(await task.load());
    return;
  }
  await task.prepare?.(round);
  await task.run(round);
  task.check(round);
  await work.verify?.(client.db().collection(work.shape.collection), round);
}

const works = allWorks.map((work) => [work.name, work] as const);

const worksOfDriver = works.filter(([, { libraries }]) => libraries.includes('driver'));
const withTransactions = capabilities.transactions ? test : test.skip;

async function doByDriver(_name: string, work: Work): Promise<void> {
  await store(work, client.db());
  const database = client.db().databaseName;
  const library = await driver.open({ uri, database, shape: work.shape, isHeard: work.isHeard ?? false });

  await doRound(work, library);
  await library.close();
}

describe('A work of the benchmark', () => {
  test.each(worksOfDriver.filter(([, { needsTransactions }]) => !needsTransactions))(
    'is done by the driver, and found to be done: %s',
    doByDriver,
  );

  withTransactions.each(worksOfDriver.filter(([, { needsTransactions }]) => needsTransactions))(
    'is done by the driver, and found to be done: %s (needs transactions)',
    doByDriver,
  );

  test.each(works.filter(([name]) => name !== 'send to 0'))(
    'is not taken for done by a library that does nothing: %s',
    async (_name, work) => {
      await store(work, client.db());

      await expect(doRound(work, lazy)).rejects.toThrow();
    },
  );

  test('has a name of its own', () => {
    const names = allWorks.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
  });
});
