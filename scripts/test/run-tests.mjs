import { rmSync } from 'node:fs';
import { onServer } from '../run/on-server.mjs';
import { cachePath } from '../run/project.mjs';
import { runNode } from '../run/run-command.mjs';
import { countsLine, printSkippedTests, readTestResult } from './result.mjs';

/**
 * Runs vitest against a server of its own, then prints the skipped tests and, as the very last line, the counts.
 * Whatever goes wrong before counts as one failure, so that the last line is always there.
 *
 * @param {object} options
 * @param {() => Promise<void>} options.prepare what must be done before the server is started
 * @param {readonly string[]} options.parameters of vitest
 * @param {() => void} [options.report] prints more, after vitest; throwing makes the run fail
 * @returns {Promise<number>} the exit code: not 0 when a test failed or none ran
 */
export async function runTests({ prepare, parameters, report }) {
  let result = { passed: 0, failed: 1, skipped: [] };
  try {
    await prepare();
    result = await runOnServer(parameters);
    printSkippedTests(result.skipped, parameters);
    report?.();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    result = { ...result, failed: Math.max(result.failed, 1) };
  }
  console.log(countsLine(result));
  return result.failed === 0 && result.passed > 0 ? 0 : 1;
}

/** @param {readonly string[]} parameters */
async function runOnServer(parameters) {
  // Of this process, because two runs may take place at the same time.
  const resultPath = cachePath(`test-result-${process.pid}.json`);
  try {
    const exitCode = await onServer('test', (server, prefix) =>
      runVitest(server, prefix, resultPath, parameters),
    );
    return readTestResult(resultPath, exitCode);
  } finally {
    rmSync(resultPath, { force: true });
  }
}

/** @returns {Promise<number>} the exit code */
function runVitest(server, prefix, resultPath, parameters) {
  return runNode(
    [
      ...['node_modules/vitest/vitest.mjs', 'run'],
      ...['--reporter=default', '--reporter=scripts/test/reporter.mjs', ...parameters],
    ],
    {
      environment: {
        TEST_RESULT: resultPath,
        MONGODB_URI: server.uri,
        MONGODB_DATABASE_PREFIX: prefix,
        MONGODB_SERVER_NAME: `${server.name} ${server.version}`,
        MONGODB_CAPABILITIES: JSON.stringify(server.capabilities),
      },
    },
  );
}
