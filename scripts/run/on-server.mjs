import { randomUUID } from 'node:crypto';
import { dropDatabases } from './drop-databases.mjs';
import { startServer } from '../server.mjs';

/**
 * Does some work on a server of its own, or on the given one, whose databases of that work are dropped afterwards.
 *
 * @template R
 * @param {string} kind what the work is, in the names of its databases
 * @param {(server: Awaited<ReturnType<typeof startServer>>, prefix: string) => Promise<R>} work given the beginning of these names
 * @returns {Promise<R>} what the work returns
 */
export async function onServer(kind, work) {
  const server = await startServer();
  const prefix = `nestjs_documents_${kind}_${randomUUID().slice(0, 8)}_`;
  try {
    return await work(server, prefix);
  } finally {
    if (server.pid === undefined) await dropDatabases(server.uri, prefix);
    await server.stop();
  }
}
