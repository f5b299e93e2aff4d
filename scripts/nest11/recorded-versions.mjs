import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { cachePath } from '../run/project.mjs';

/**
 * Writes down which Nest a test file runs on; called from within vitest by `record-version.mjs`.
 *
 * @param {string} version
 */
export function recordVersion(version) {
  appendFileSync(path(), `${version}\n`);
}

/** Forgets those of earlier runs. */
export function clearRecordedVersions() {
  rmSync(path(), { force: true });
}

/**
 * Prints the version that the test files ran on.
 *
 * @throws when one of them ran on another major version
 */
export function reportVersions() {
  const versions = existsSync(path()) ? readFileSync(path(), 'utf8').trim().split('\n') : [];
  console.log(`\nNest: ${[...new Set(versions)].join(' and ')} in ${versions.length} test files`);
  const isNest11 = versions.length > 0 && versions.every((version) => version.startsWith('11.'));
  if (!isNest11) throw new Error('Nest: the tests were to run on 11; see vitest.nest11.config.mjs.');
}

function path() {
  return cachePath('nest11-versions.txt');
}
