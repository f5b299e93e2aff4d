import { existsSync, readFileSync } from 'node:fs';

/**
 * Reads what `reporter.mjs` wrote. Anything else that made vitest fail, without a failed test, counts as one.
 *
 * @param {string} path
 * @param {number} exitCode that of vitest
 * @returns {TestResult}
 *
 * @typedef {object} TestResult
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} skipped full names, which include the reason
 */
export function readTestResult(path, exitCode) {
  const result = existsSync(path)
    ? JSON.parse(readFileSync(path, 'utf8'))
    : { passed: 0, failed: 0, skipped: [] };
  return exitCode === 0 ? result : { ...result, failed: Math.max(result.failed, 1) };
}

/**
 * Lists the skipped tests, so that none is skipped silently; those that a filter by name left out are not news.
 *
 * @param {readonly string[]} names
 * @param {readonly string[]} parameters of vitest
 */
export function printSkippedTests(names, parameters) {
  const isFiltered = parameters.some((parameter) => /^(-t|--testNamePattern)\b/.test(parameter));
  if (names.length === 0 || isFiltered) return;
  console.log(['\nSkipped:', ...names].join('\n  '));
}

/** @param {TestResult} result */
export function countsLine({ passed, failed, skipped }) {
  const counts = [`${passed} passed`, `${failed} failed`];
  if (skipped.length > 0) counts.push(`${skipped.length} skipped`);
  return counts.join(', ');
}
