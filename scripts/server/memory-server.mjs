import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cachePath } from '../run/project.mjs';
import { downloadMongod } from './mongod-download.mjs';
import { launchMongod } from './mongod.mjs';

const hoursUntilNextTry = 6;

/**
 * The third way: the `mongod` that mongodb-memory-server downloads. Only its download is used: its own way to
 * start the server leaves it behind for a while when the tests are killed.
 */
export const memoryServer = {
  name: 'memory-server',
  title: 'mongodb-memory-server',
  /**
   * @param {{ log: (line: string) => void, isForced: boolean }} options a forced start tries the download
   *   although it failed a short time ago
   * @returns {Promise<import('../server.mjs').StartedServer>}
   */
  async start({ log, isForced }) {
    const failure = isForced ? undefined : rememberedFailure();
    if (failure) throw new Error(failure);
    return launchMongod(await download(log));
  },
};

/** @param {(line: string) => void} log */
async function download(log) {
  try {
    const binary = await downloadMongod({ folder: cachePath('mongodb-binaries'), log });
    rmSync(failurePath(), { force: true });
    return binary;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    writeFileSync(failurePath(), JSON.stringify({ failedAt: new Date().toISOString(), reason }));
    throw error;
  }
}

function rememberedFailure() {
  if (!existsSync(failurePath())) return undefined;
  try {
    const { failedAt, reason } = JSON.parse(readFileSync(failurePath(), 'utf8'));
    const hours = (Date.now() - Date.parse(failedAt)) / 3_600_000;
    const isRecent = hours >= 0 && hours < hoursUntilNextTry;
    return isRecent
      ? `${reason} (tried at ${failedAt}, next try after ${hoursUntilNextTry} hours)`
      : undefined;
  } catch {
    // Half written by a process that was killed: as if it were not there.
    return undefined;
  }
}

function failurePath() {
  return cachePath('memory-server-failure.json');
}
