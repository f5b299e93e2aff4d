import { setTimeout as delay } from 'node:timers/promises';

const budgetInMilliseconds = 60_000;

/**
 * Waits until the server on a local port accepts writes; makes it a replica set of one node unless it already is one.
 *
 * @param {number} port
 * @param {{ replicaSet: string, signal: AbortSignal }} options
 * @returns {Promise<{ uri: string, pid: number | undefined }>} `pid` if the server reports it
 * @throws when the time is over, or the signal is aborted
 */
export async function awaitPrimary(port, { replicaSet, signal }) {
  const { MongoClient } = await import('mongodb');
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: budgetInMilliseconds,
    // How soon the driver tries again while nobody listens.
    minHeartbeatFrequencyMS: 50,
  });
  signal.addEventListener('abort', () => void client.close());
  const admin = client.db('admin');
  const deadline = Date.now() + budgetInMilliseconds;
  let problem = 'it is no primary';
  try {
    await client.connect();
    while (Date.now() < deadline && !signal.aborted) {
      const hello = await admin.command({ hello: 1 });
      if (hello.isWritablePrimary) {
        const { pid } = await admin.command({ serverStatus: 1 });
        return {
          uri: `mongodb://127.0.0.1:${port}/?replicaSet=${hello.setName}`,
          pid: pid === undefined ? undefined : Number(pid),
        };
      }
      if (!hello.setName) {
        const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
        await admin.command({ replSetInitiate: { _id: replicaSet, members } }).catch((error) => {
          problem = error.message;
        });
      }
      await delay(50);
    }
  } finally {
    await client.close();
  }
  throw new Error(`it was not ready after ${budgetInMilliseconds / 1000} seconds: ${problem}`);
}
