import { randomUUID } from 'node:crypto';

/**
 * Finds out the capabilities of a server by trying them in a database of its own, which is dropped afterwards.
 *
 * @param {import('mongodb').MongoClient} client
 * @returns {Promise<Capabilities>}
 *
 * @typedef {{ transactions: boolean, failPoints: boolean, textIndexes: boolean, changeStreams: boolean, boundedScans: boolean }} Capabilities
 */
export async function probeCapabilities(client) {
  const database = client.db(`nestjs_documents_probe_${randomUUID().slice(0, 8)}`);
  const collection = database.collection('probe');
  try {
    await collection.insertOne({ text: 'a word' });
    return {
      transactions: await succeeds(() => writeInTransaction(client, collection)),
      failPoints: await succeeds(() =>
        client.db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' }),
      ),
      textIndexes: await succeeds(() => searchText(collection)),
      changeStreams: await succeeds(() => watchOnce(collection)),
      boundedScans: await succeeds(() => scanInBounds(database.collection('scan'))),
    };
  } finally {
    await database.dropDatabase();
  }
}

/** @param {() => Promise<unknown>} attempt */
async function succeeds(attempt) {
  try {
    await attempt();
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {import('mongodb').MongoClient} client
 * @param {import('mongodb').Collection} collection
 */
async function writeInTransaction(client, collection) {
  const session = client.startSession();
  try {
    session.startTransaction();
    await collection.insertOne({}, { session });
    await session.abortTransaction();
  } finally {
    await session.endSession();
  }
}

/** @param {import('mongodb').Collection} collection */
async function searchText(collection) {
  await collection.createIndex({ text: 'text' });
  if ((await collection.countDocuments({ $text: { $search: 'word' } })) !== 1) throw new Error('not found');
}

/** @param {import('mongodb').Collection} collection */
async function watchOnce(collection) {
  const stream = collection.watch([], { maxAwaitTimeMS: 10 });
  try {
    await stream.tryNext();
  } finally {
    await stream.close();
  }
}

/**
 * Finds a page behind a place, and sees whether the server reads an index for it, from there on and no further than it is asked for.
 *
 * @param {import('mongodb').Collection} collection
 */
async function scanInBounds(collection) {
  await collection.insertMany(Array.from({ length: 100 }, (_, number) => ({ number })));
  await collection.createIndex({ number: 1, _id: 1 });
  const filter = { number: { $gte: 50 }, $or: [{ number: { $gt: 50 } }, { number: 50, _id: { $gt: 0 } }] };
  const found = collection.find(filter).sort({ number: 1, _id: 1 }).limit(5);
  const { totalKeysExamined: keys } = (await found.explain('executionStats'))['executionStats'];
  if (!(keys > 0 && keys < 20)) throw new Error('not in bounds');
}
