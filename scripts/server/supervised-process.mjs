import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Starts a command under a supervisor, which ends it when this process ends, however it ends. The command runs
 * in an empty temporary folder that has a folder `data` and is removed afterwards.
 *
 * @param {string} command an absolute path
 * @param {readonly string[]} parameters
 * @returns {Promise<SupervisedProcess>}
 *
 * @typedef {object} SupervisedProcess
 * @property {number} pid of the command, not of the supervisor
 * @property {Promise<string>} ended resolves to the last lines of the command's output
 * @property {() => Promise<void>} stop resolves when the command has ended and its folder is removed
 */
export async function startSupervised(command, parameters) {
  const supervisor = spawn(
    process.execPath,
    [fileURLToPath(new URL('supervisor.mjs', import.meta.url)), command, ...parameters],
    // A group of its own: Ctrl-C in the terminal must not reach the server before the tests have ended.
    { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
  );
  let reason = 'its supervisor ended';
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    supervisor.once('error', (error) => resolve(error.message));
    supervisor.once('exit', () => resolve(reason));
  });
  /** @type {Promise<number>} */
  const started = new Promise((resolve) => {
    supervisor.on('message', (/** @type {{ pid?: number, reason?: string }} */ message) => {
      if (message.pid !== undefined) resolve(message.pid);
      if (message.reason !== undefined) reason = message.reason;
    });
  });

  const pid = await Promise.race([
    started,
    ended.then((problem) => Promise.reject(new Error(`${command} cannot be started: ${problem}`))),
  ]);
  // From here on the server lives as long as this process has something to do, and no longer.
  supervisor.unref();
  supervisor.channel?.unref();
  return {
    pid,
    ended,
    async stop() {
      supervisor.ref();
      if (supervisor.connected) supervisor.disconnect();
      await ended;
    },
  };
}
