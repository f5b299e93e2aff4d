import { existsSync, readFileSync } from 'node:fs';

/**
 * Reads what Jest's `--json --outputFile` wrote. A suite that could not run counts as a failed test, and so does
 * anything else that made Jest fail without a failed test.
 *
 * @param {string} path
 * @param {number} exitCode Jest's own
 * @returns {TestResult}
 *
 * @typedef {object} TestResult
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} skipped full names, which tell the reason
 */
export function readTestResult(path, exitCode) {
  /** @type {{ status: string, assertionResults: { status: string, fullName: string }[] }[]} */
  const suites = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).testResults : [];
  const tests = suites.flatMap((suite) => suite.assertionResults);
  const brokenSuites = suites.filter(({ status, assertionResults }) => {
    return status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
  });
  const failed = tests.filter(({ status }) => status === 'failed').length + brokenSuites.length;
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: exitCode === 0 ? failed : Math.max(failed, 1),
    skipped: tests
      .filter(({ status }) => !['passed', 'failed'].includes(status))
      .map((test) => test.fullName),
  };
}

/**
 * Lists the skipped tests, so that none is skipped silently; those that a filter by name left out are not news.
 *
 * @param {readonly string[]} names
 * @param {readonly string[]} jestParameters
 */
export function printSkippedTests(names, jestParameters) {
  const isFiltered = jestParameters.some((parameter) => /^(-t|--testNamePattern)\b/.test(parameter));
  if (names.length === 0 || isFiltered) return;
  console.log(['\nSkipped:', ...names].join('\n  '));
}

/** @param {TestResult} result */
export function countsLine({ passed, failed, skipped }) {
  const counts = [`${passed} passed`, `${failed} failed`];
  if (skipped.length > 0) counts.push(`${skipped.length} skipped`);
  return counts.join(', ');
}
