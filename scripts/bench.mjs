/** `npm run bench`: measures the package side by side with others, as built, on a server of its own; see bench/README.md. */
import { buildBench } from './bench/build.mjs';
import { installPeers } from './bench/install-peers.mjs';
import { readOptions, usage } from './bench/options.mjs';
import { buildPackage } from './package/build-package.mjs';
import { onServer } from './run/on-server.mjs';
import { runNode } from './run/run-command.mjs';
import { withDatabase, withOption } from './server/connection-string.mjs';
import { setUp } from './setup.mjs';

/** @returns {Promise<number>} the exit code */
async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.isHelp) {
    console.log(usage);
    return 0;
  }
  await setUp();
  await buildPackage();
  await installPeers();
  const program = await buildBench();
  return onServer('bench', (server, prefix) => {
    const { uri, name } = measurable(server);
    return runNode([program, JSON.stringify(options)], {
      environment: {
        MONGODB_URI: withDatabase(uri, prefix),
        MONGODB_DATABASE_PREFIX: prefix,
        MONGODB_SERVER_NAME: name,
      },
    });
  });
}

/**
 * Switches retryable writes off for all libraries on SecantusDB. Once it remembers 10,000 of them, it sorts them at each write, which then
 * takes five milliseconds instead of half a millisecond, so that the clients are mostly idle while they are measured.
 *
 * @param {import('./server.mjs').StartedServer} server
 */
function measurable(server) {
  const name = `${server.name} ${server.version}`;
  if (server.name !== 'SecantusDB') return { uri: server.uri, name };
  return { uri: withOption(server.uri, 'retryWrites', 'false'), name: `${name} with retryWrites=false` };
}

process.exitCode = await main().catch((error) => {
  console.error(error.message);
  return 1;
});
