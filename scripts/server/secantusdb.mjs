import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cachePath } from '../run/project.mjs';
import { captureCommand } from '../run/run-command.mjs';
import { launch } from './launch.mjs';

/** The fourth way: SecantusDB, a server in Python that speaks MongoDB's protocol. */
export const secantusdb = {
  name: 'secantusdb',
  title: 'SecantusDB from PyPI',
  /**
   * @param {{ log: (line: string) => void }} options
   * @returns {Promise<import('../server.mjs').StartedServer>}
   */
  async start({ log }) {
    const folder = cachePath('secantusdb');
    if (!(await isInstalled(folder))) await install(folder, log);
    // By way of the interpreter: the first line of the script names the folder in which it was installed.
    return launch(pythonOf(folder), (port) => [
      ...[scriptOf(folder), '--host', '127.0.0.1', '--port', String(port)],
      ...['--storage-path', 'data', '--enable-test-commands'],
    ]);
  },
};

/**
 * Asks the virtual environment itself, which also notices a Python that was replaced or removed since.
 *
 * @param {string} folder
 */
async function isInstalled(folder) {
  if (!existsSync(scriptOf(folder))) return false;
  try {
    return (await captureCommand(pythonOf(folder), ['-c', 'import secantus.cli'])).exitCode === 0;
  } catch {
    return false;
  }
}

/**
 * Installs aside and renames at the end: an installation that was interrupted leaves nothing half done, and two
 * that run at the same time do not collide.
 *
 * @param {string} folder
 * @param {(line: string) => void} log
 */
async function install(folder, log) {
  log('Server: installing SecantusDB from PyPI into .cache/');
  const aside = mkdtempSync(`${folder}-`);
  try {
    await runPython('python3', ['-m', 'venv', aside]);
    // There are only pre-releases. A bound that names one allows them for this package, and for no other.
    await runPython(pythonOf(aside), [
      ...['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', '--prefer-binary'],
      'secantusdb>=0.0.dev0',
    ]);
    if (await isInstalled(folder)) return;
    rmSync(folder, { recursive: true, force: true });
    renameSync(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/**
 * @param {string} python
 * @param {readonly string[]} parameters
 */
async function runPython(python, parameters) {
  const { exitCode, output, errorOutput } = await captureCommand(python, parameters).catch((error) => {
    throw new Error(`${python} cannot be started: ${error.code}`);
  });
  if (exitCode === 0) return;
  const lines = (errorOutput.trim() || output.trim()).split('\n');
  const problem = lines.find((line) => line.startsWith('ERROR')) ?? lines.at(-1);
  throw new Error(`python3 ${parameters.slice(0, 2).join(' ')} failed: ${problem}`);
}

/** @param {string} folder */
function pythonOf(folder) {
  return join(folder, 'bin', 'python');
}

/** @param {string} folder */
function scriptOf(folder) {
  return join(folder, 'bin', 'secantusd-py');
}
