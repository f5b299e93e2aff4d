/**
 * Started by `supervised-process.mjs`: runs a command in a temporary folder, and ends both when the channel to the parent closes.
 * It is a process of its own because the channel also closes when the parent is killed.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const patienceInMilliseconds = 10_000;

const [command = '', ...parameters] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'nestjs-documents-'));
const outputPath = join(folder, 'output.log');
mkdirSync(join(folder, 'data'));
const output = openSync(outputPath, 'w');
const server = spawn(command, parameters, {
  cwd: folder,
  // No setting in somebody's home folder may change what the tests run on.
  env: { ...process.env, HOME: folder },
  stdio: ['ignore', output, output],
});

server.once('spawn', () => tellParent({ pid: server.pid }));
server.once('error', (error) => end(error.message));
server.once('exit', () => end(lastLines()));
process.once('disconnect', stop);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

function stop() {
  server.kill('SIGTERM');
  setTimeout(() => server.kill('SIGKILL'), patienceInMilliseconds).unref();
}

/** @param {string} reason */
function end(reason) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  tellParent({ reason }, () => process.exit());
}

function lastLines() {
  return readFileSync(outputPath, 'utf8').trim().split('\n').slice(-5).join('\n').slice(-2000);
}

/**
 * @param {object} message
 * @param {() => void} [done] called in any case: the parent may be gone
 */
function tellParent(message, done = () => {}) {
  if (process.connected) process.send?.(message, undefined, undefined, done);
  else done();
}
