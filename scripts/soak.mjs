/** `npm run soak`: runs random transactions under faults and checks the results, then tries all injections; see CONTRIBUTING.md. */
import { onServer } from './run/on-server.mjs';
import { runNode } from './run/run-command.mjs';
import { runTests } from './test/run-tests.mjs';
import { withDatabase } from './server/connection-string.mjs';
import { setUp } from './setup.mjs';
import { readOptions, usage } from './soak/options.mjs';

/** @returns {Promise<number>} the exit code */
async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.isHelp) {
    console.log(usage);
    return 0;
  }
  await setUp();
  const exitCode = await onServer('soak', async (server, prefix) => {
    if (!server.capabilities.transactions) throw new Error('Soak: the server has no transactions.');
    const hasFaults = options.hasFaults && server.capabilities.failPoints;
    if (options.hasFaults && !hasFaults)
      console.log('Soak: the server has no fail points, so no command fails.');
    // From the sources, as the tests are: the deliberate breaks are not part of the build.
    const loader = new URL('../test/support/typescript-loader.mjs', import.meta.url).href;
    return runNode([`--import=${loader}`, 'test/soak/main.ts', JSON.stringify({ ...options, hasFaults })], {
      environment: { MONGODB_URI: withDatabase(server.uri, prefix), MONGODB_DATABASE_PREFIX: prefix },
    });
  });
  if (exitCode !== 0 || !options.hasInjection) return exitCode;
  console.log('Soak: the whole corpus of injections');
  process.env.INJECTION_SHARE = '1';
  return runTests({ prepare: async () => {}, parameters: ['test/faults/input/injection-corpus.spec.ts'] });
}

process.exitCode = await main().catch((error) => {
  console.error(error.message);
  return 1;
});
