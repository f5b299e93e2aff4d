/** `npm test`: all tests, or those that match the parameters: `npm test -- test/unit`. */
import { buildPackage } from './package/build-package.mjs';
import { runTests } from './test/run-tests.mjs';
import { setUp } from './setup.mjs';

process.exitCode = await runTests({
  async prepare() {
    await setUp();
    // The tests of the package run on what is published.
    await buildPackage();
  },
  parameters: process.argv.slice(2),
});
