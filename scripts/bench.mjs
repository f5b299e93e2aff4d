/** `npm run bench`: measures the package side by side with others, as built, on a server of its own; see bench/README.md. */
import { buildBench } from './bench/build.mjs';
import { installPeers } from './bench/install-peers.mjs';
import { readOptions, usage } from './bench/options.mjs';
import { buildPackage } from './build-package.mjs';
import { onServer } from './on-server.mjs';
import { runNode } from './run-command.mjs';
import { withDatabase } from './server/connection-string.mjs';
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
  return onServer('bench', (server, prefix) =>
    runNode([program, JSON.stringify(options)], {
      environment: {
        MONGODB_URI: withDatabase(server.uri, prefix),
        MONGODB_DATABASE_PREFIX: prefix,
        MONGODB_SERVER_NAME: `${server.name} ${server.version}`,
      },
    }),
  );
}

process.exitCode = await main().catch((error) => {
  console.error(error.message);
  return 1;
});
