import { setTimeout as delay } from 'node:timers/promises';
import { isStartedDirectly } from './run/project.mjs';
import { probeCapabilities } from './server/capabilities.mjs';
import { withoutCredentials } from './server/connection-string.mjs';
import { givenServer } from './server/given-server.mjs';
import { memoryServer } from './server/memory-server.mjs';
import { mongodOnPath } from './server/mongod.mjs';
import { secantusdb } from './server/secantusdb.mjs';
import { setUp } from './setup.mjs';

const ways = [givenServer, mongodOnPath, memoryServer, secantusdb];

/**
 * Finds or starts a MongoDB server, in the order of `ways`; `MONGODB_SERVER` names the only way to try.
 * A `MONGODB_URI` that does not work is an error: no other server is used instead.
 *
 * @param {{ log?: (line: string) => void }} [options] `log` is given one line that names the server, and one
 *   before anything that takes long; never credentials
 * @returns {Promise<Server>}
 * @throws if all ways fail, naming each with its reason
 *
 * @typedef {object} Server
 * @property {string} uri
 * @property {string} name `MongoDB` or `SecantusDB`
 * @property {string} version
 * @property {import('./server/capabilities.mjs').Capabilities} capabilities
 * @property {number | undefined} pid undefined for a server that was not started here
 * @property {() => Promise<void>} stop stops a server that was started here; it also stops when this process ends, even killed
 *
 * @typedef {object} StartedServer
 * @property {string} uri
 * @property {import('./server/supervised-process.mjs').SupervisedProcess} [process]
 */
export async function startServer({ log = console.log } = {}) {
  const failures = [];
  for (const way of waysToTry()) {
    /** @type {StartedServer | undefined} */
    let started;
    try {
      started = await way.start({ log, isForced: Boolean(process.env.MONGODB_SERVER) });
      return await describe(way, started, log);
    } catch (error) {
      await started?.process?.stop();
      failures.push(`  ${way.title}: ${error instanceof Error ? error.message : String(error)}`);
      if (way === givenServer && process.env.MONGODB_URI) break;
    }
  }
  throw new Error(
    `There is no MongoDB server to run on. These ways were tried:\n${failures.join('\n')}\n` +
      `Set MONGODB_URI, install a mongod or Python 3 with its venv module, or correct the above ` +
      `(all ways: ${ways.map(({ title }) => title).join(', ')}).`,
  );
}

function waysToTry() {
  const wanted = process.env.MONGODB_SERVER;
  if (!wanted) return ways;
  const chosen = ways.filter(({ name }) => name === wanted);
  if (chosen.length > 0) return chosen;
  throw new Error(
    `MONGODB_SERVER is '${wanted}': use ${ways.map(({ name }) => name).join(', ')}, or unset it.`,
  );
}

/**
 * @param {typeof ways[number]} way
 * @param {StartedServer} started
 * @param {(line: string) => void} log
 * @returns {Promise<Server>}
 */
async function describe(way, { uri, process: serverProcess }, log) {
  const { MongoClient } = await import('mongodb');
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 10_000 });
  try {
    const build = await client.db('admin').command({ buildInfo: 1 });
    const capabilities = await probeCapabilities(client);
    const name = build.secantusVersion ? 'SecantusDB' : 'MongoDB';
    const version = String(build.secantusVersion ?? build.version);
    log(`Server: ${name} ${version} (${way.title})`);
    let isStopping = false;
    void serverProcess?.ended.then((reason) => {
      if (!isStopping) log(`Server: it ended by itself\n${reason}`);
    });
    return {
      ...{ uri, name, version, capabilities, pid: serverProcess?.pid },
      async stop() {
        isStopping = true;
        await serverProcess?.stop();
      },
    };
  } finally {
    await client.close();
  }
}

/** Runs a server until Ctrl-C. */
async function main() {
  await setUp();
  const server = await startServer();
  console.log(`URI: ${withoutCredentials(server.uri)}`);
  if (server.pid) console.log(`Process: ${server.pid}`);
  console.log('Ctrl-C ends it');
  const ended = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => ended.abort());
  await delay(2 ** 31 - 1, undefined, { signal: ended.signal }).catch(() => {});
  await server.stop();
}

if (isStartedDirectly(import.meta.url)) {
  await main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
