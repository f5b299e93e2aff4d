/** `npm run test:nest11`: the tests that boot Nest, on the oldest major version that is supported. */
import { installNest11 } from './nest11/install.mjs';
import { clearRecordedVersions, reportVersions } from './nest11/recorded-versions.mjs';
import { runTests } from './test/run-tests.mjs';
import { setUp } from './setup.mjs';

process.exitCode = await runTests({
  async prepare() {
    await setUp();
    await installNest11();
    clearRecordedVersions();
  },
  parameters: ['--config=vitest.nest11.config.mjs', ...process.argv.slice(2)],
  report: reportVersions,
});
