import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isStartedDirectly, projectFolder } from './run/project.mjs';
import { captureCommand, npmEnvironment } from './run/run-command.mjs';

/**
 * Installs the project's npm packages if they are missing or differ from the lock file.
 * Every script calls this before it imports npm packages, so this file uses only Node's own modules.
 *
 * @param {{ log?: (line: string) => void }} [options]
 * @throws when npm fails, with its output
 */
export async function setUp({ log = console.log } = {}) {
  if (isInstalled()) {
    log('Packages: those in node_modules are up to date');
    return;
  }
  log('Packages: installing those of package-lock.json');
  const { exitCode, output, errorOutput } = await captureCommand(
    'npm',
    [
      // Not `npm ci`: it refuses a lock file without the optional packages of every platform, and npm leaves out of
      // the lock file what the registry at hand does not have. This installs the same versions and writes no lock.
      ...['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
      // A production environment would leave out the very packages that build and test this one.
      '--include=dev',
    ],
    { environment: npmEnvironment() },
  );
  if (exitCode !== 0) {
    throw new Error(`npm install failed: see its output, then try again.\n${output}${errorOutput}`);
  }
}

/**
 * Compares what npm says that it installed with what the lock file asks for: this also recognises packages
 * that somebody installed by hand, which a mark of our own would not.
 */
function isInstalled() {
  const installed = packagesOf(join('node_modules', '.package-lock.json'));
  const wanted = packagesOf('package-lock.json');
  if (!installed || !wanted) return false;
  return [...new Set([...Object.keys(wanted), ...Object.keys(installed)])].every((path) => {
    const isForSomePlatforms = [wanted[path], installed[path]].some((entry) => entry?.optional);
    return path === '' || isForSomePlatforms || wanted[path]?.version === installed[path]?.version;
  });
}

/**
 * @param {string} lockFile
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined}
 */
function packagesOf(lockFile) {
  const path = join(projectFolder, lockFile);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined;
}

if (isStartedDirectly(import.meta.url)) await setUp();
