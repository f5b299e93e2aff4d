import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** Milliseconds that an application has to start. */
const startTime = 60_000;

/**
 * Starts what `nest build` has built, as in production, asks it for a path, and ends it.
 *
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} path
 * @returns {Promise<number>} the status of the answer
 * @throws with what it has printed when it does not start
 */
export async function statusOfBuilt(folder, environment, path) {
  const port = await freePort();
  const child = spawn(process.execPath, ['dist/main'], {
    cwd: folder,
    env: { ...environment, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    await started(child);
    return await statusOf(`http://127.0.0.1:${port}${path}`);
  } finally {
    child.kill();
  }
}

/** @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} child */
function started(child) {
  return new Promise((resolve, reject) => {
    let printed = '';
    const fail = (/** @type {string} */ what) =>
      reject(new Error(`The built application ${what}:\n${printed}`));
    const timer = globalThis.setTimeout(fail, startTime, `did not start in ${startTime} ms`);
    child.once('close', () => {
      clearTimeout(timer);
      fail('has ended');
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        printed += text;
        if (!printed.includes('successfully started')) return;
        clearTimeout(timer);
        resolve(undefined);
      });
  });
}

/** Asks until the application listens, which it does a moment after it has said that it started. @param {string} url */
async function statusOf(url) {
  const deadline = Date.now() + startTime;
  for (;;) {
    try {
      return (await fetch(url)).status;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await setTimeout(50);
    }
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
