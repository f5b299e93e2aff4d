import { awaitPrimary } from './await-primary.mjs';
import { freePort } from './free-port.mjs';
import { startSupervised } from './supervised-process.mjs';

const attempts = 3;

/**
 * Starts a server on a free port and waits until it is the primary of a replica set.
 *
 * @param {string} command an absolute path
 * @param {(port: number) => readonly string[]} parametersFor
 * @returns {Promise<{ uri: string, process: import('./supervised-process.mjs').SupervisedProcess }>}
 * @throws when the server ends by itself, with its last words, or is not ready in time; it is stopped then
 */
export async function launch(command, parametersFor) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const process = await startSupervised(command, parametersFor(port));
    const ready = new AbortController();
    try {
      const { uri, pid } = await Promise.race([
        awaitPrimary(port, { replicaSet, signal: ready.signal }),
        process.ended.then((reason) => Promise.reject(new Error(reason))),
      ]);
      if (pid !== undefined && pid !== process.pid)
        throw new Error(`port ${port} is in use by another server`);
      return { uri, process };
    } catch (error) {
      ready.abort();
      await process.stop();
      if (attempt === attempts || !isPortTaken(error)) throw error;
    }
  }
}

/** The name of the replica set that a `mongod` is started with. */
export const replicaSet = 'nestjs-documents';

/** @param {unknown} error */
function isPortTaken(error) {
  return error instanceof Error && /\bin use\b/i.test(error.message);
}
