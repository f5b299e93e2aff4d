/** `npm run bench`: measures the package side by side with others, as built, on a server of its own; see bench/README.md. */
import { randomUUID } from 'node:crypto';
import { buildBench } from './bench/build.mjs';
import { installPeers } from './bench/install-peers.mjs';
import { readOptions, usage } from './bench/options.mjs';
import { buildPackage } from './build-package.mjs';
import { dropDatabases } from './drop-databases.mjs';
import { runNode } from './run-command.mjs';
import { startServer } from './server.mjs';
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
  const server = await startServer();
  const prefix = `nestjs_documents_bench_${randomUUID().slice(0, 8)}_`;
  try {
    return await runNode([program, JSON.stringify(options)], {
      environment: {
        MONGODB_URI: withDatabase(server.uri, prefix),
        MONGODB_DATABASE_PREFIX: prefix,
        MONGODB_SERVER_NAME: `${server.name} ${server.version}`,
      },
    });
  } finally {
    if (server.pid === undefined) await dropDatabases(server.uri, prefix);
    await server.stop();
  }
}

process.exitCode = await main().catch((error) => {
  console.error(error.message);
  return 1;
});
