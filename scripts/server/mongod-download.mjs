import { fork } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const stallInMilliseconds = 10_000;
const budgetInMilliseconds = 300_000;

/**
 * Downloads a `mongod` into a folder unless it is there. Gives up after ten seconds without data, or five minutes in all.
 * Runs in a process that can be ended, since the download package waits for minutes where a firewall drops its packets.
 *
 * @param {{ folder: string, log: (line: string) => void }} options
 * @returns {Promise<string>} its path
 */
export async function downloadMongod({ folder, log }) {
  mkdirSync(folder, { recursive: true });
  if (sizeOf(folder) === 0) log('Server: trying to download a mongod with mongodb-memory-server');
  const child = fork(fileURLToPath(new URL('mongod-download-process.mjs', import.meta.url)), [folder], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // Without this setting the package does not check whom it downloads from.
    env: { MONGOMS_MAX_RETRIES: '1', ...process.env, npm_config_strict_ssl: 'true' },
  });
  let stopWatching = () => {};
  try {
    return await new Promise((resolve, reject) => {
      stopWatching = watchProgress(folder, reject);
      child.once('error', reject);
      child.once('exit', () => reject(new Error('the download ended without a result')));
      child.once('message', (/** @type {{ path?: string, problem?: string }} */ { path, problem }) => {
        if (path) resolve(path);
        else reject(new Error(problem));
      });
    });
  } finally {
    stopWatching();
    child.removeAllListeners('exit');
    child.kill('SIGKILL');
  }
}

/**
 * @param {string} folder
 * @param {(error: Error) => void} giveUp
 * @returns {() => void} ends the watch
 */
function watchProgress(folder, giveUp) {
  const startedAt = Date.now();
  let size = sizeOf(folder);
  let changedAt = startedAt;
  const timer = setInterval(() => {
    const now = Date.now();
    const newSize = sizeOf(folder);
    if (newSize !== size) [size, changedAt] = [newSize, now];
    if (now - changedAt > stallInMilliseconds) {
      giveUp(new Error(`nothing was downloaded for ${stallInMilliseconds / 1000} seconds`));
    } else if (now - startedAt > budgetInMilliseconds) {
      giveUp(new Error(`the download took more than ${budgetInMilliseconds / 1000} seconds`));
    }
  }, 500);
  return () => clearInterval(timer);
}

/** @param {string} folder */
function sizeOf(folder) {
  const sizes = readdirSync(folder).map((name) => {
    return statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}
