/** `npm run demo`: builds the package and the sample app as a user of the package would, and runs the latter. */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { buildPackage } from './package/build-package.mjs';
import { dropDatabases } from './run/drop-databases.mjs';
import { cachePath } from './run/project.mjs';
import { runCommand, runNode } from './run/run-command.mjs';
import { startServer } from './server.mjs';
import { withDatabase } from './server/connection-string.mjs';
import { setUp } from './setup.mjs';

/** @returns {Promise<number>} the exit code */
async function main() {
  await setUp();
  await buildPackage();
  await buildSampleApp();
  const server = await startServer();
  // Also on a server that is somebody else's, nothing but this one database is touched.
  const database = `nestjs_documents_demo_${randomUUID().slice(0, 8)}`;
  try {
    return await runNode([cachePath('sample-app', 'demo.js')], {
      environment: { MONGODB_URI: withDatabase(server.uri, database) },
    });
  } finally {
    await dropDatabases(server.uri, database).finally(() => server.stop());
  }
}

async function buildSampleApp() {
  rmSync(cachePath('sample-app'), { recursive: true, force: true });
  const compiler = ['node_modules/typescript/bin/tsc', '-p', 'sample-app/tsconfig.json'];
  if ((await runCommand(process.execPath, compiler)) !== 0) {
    throw new Error('Build: sample-app/ does not compile; see the errors above.');
  }
}

process.exitCode = await main().catch((error) => {
  console.error(error.message);
  return 1;
});
