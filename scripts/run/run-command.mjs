import { spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { constants as systemConstants, homedir } from 'node:os';
import { join } from 'node:path';
import { cachePath, projectFolder } from './project.mjs';

/**
 * Runs a command that talks to the user, and passes signals to this process on to it.
 * A signal does not end this process, so that the caller can still clean up.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @returns {Promise<number>} its exit code; after a signal 128 plus the number of the signal, as in a shell
 */
export function runCommand(command, parameters) {
  return untilEnd(spawn(command, parameters, { cwd: projectFolder, stdio: 'inherit' }));
}

/**
 * Like `runCommand`, for a Node program; it also ends when this process is killed.
 *
 * @param {readonly string[]} parameters
 * @param {{ environment: NodeJS.ProcessEnv }} options `environment` is added to that of this process
 * @returns {Promise<number>}
 */
export function runNode(parameters, { environment }) {
  const watch = `--import=${new URL('end-with-parent.mjs', import.meta.url).href}`;
  return untilEnd(
    spawn(process.execPath, [watch, ...parameters], {
      cwd: projectFolder,
      env: { ...process.env, ...environment, RUN_NODE_PARENT: String(process.pid) },
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    }),
  );
}

/**
 * Runs a command silently.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{ folder?: string, environment?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ exitCode: number, output: string, errorOutput: string }>}
 */
export async function captureCommand(command, parameters, options = {}) {
  const child = spawn(command, parameters, {
    cwd: options.folder ?? projectFolder,
    env: options.environment ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errorOutput = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (errorOutput += text));
  return { exitCode: await exitCodeOf(child), output, errorOutput };
}

/**
 * The environment for `npm`: where its cache cannot be written, as for a user without a home folder, it moves into
 * the project.
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function npmEnvironment() {
  const cache = process.env.npm_config_cache ?? join(homedir(), '.npm');
  try {
    mkdirSync(cache, { recursive: true });
    accessSync(cache, constants.W_OK);
    return process.env;
  } catch {
    return { ...process.env, npm_config_cache: cachePath('npm') };
  }
}

/** @param {import('node:child_process').ChildProcess} child */
async function untilEnd(child) {
  const passOn = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, passOn);
  try {
    return await exitCodeOf(child);
  } finally {
    for (const signal of signals) process.off(signal, passOn);
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function exitCodeOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve(code ?? 128 + systemConstants.signals[signal ?? 'SIGKILL']),
    );
  });
}
