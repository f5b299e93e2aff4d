#!/usr/bin/env node
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommandLine } from './command-line.js';
import { exitCode } from './exit-code.js';
import { Output } from './output/output.js';
import type { OutputStream } from './output/output.js';
import { printError } from './print-error.js';

const { stdout, stderr, env, argv } = process;
const write = stdout.write.bind(stdout);

/** The output, which results alone are written to: everything else that the process prints goes to the error output. */
const output: OutputStream = {
  isTTY: stdout.isTTY,
  write: (text) => write(text),
  once: stdout.once.bind(stdout),
};

/** The version of this package, which this file is `dist/cli/main.js` of. */
function findVersion(): string {
  const file = realpathSync(argv[1] ?? '');
  const contents = JSON.parse(
    readFileSync(join(dirname(file), '..', '..', 'package.json'), 'utf8'),
  ) as Readonly<Record<string, unknown>>;
  return String(contents['version']);
}

/** Ends the process even if the application keeps timers or sockets open, when everything has been written. */
function end(code: number): void {
  write('', () => process.exit(code));
}

async function fail(error: unknown): Promise<void> {
  const errors = new Output(stderr, env, false);
  await printError(error, errors, errors);
  process.exit(exitCode.failed);
}

stdout.write = stderr.write.bind(stderr);
// Whoever reads may have read enough, as `head` does.
stdout.on('error', () => process.exit(exitCode.done));
process.on('uncaughtException', (error) => void fail(error));

void runCommandLine(argv.slice(2), findVersion(), { output, errors: stderr, environment: env }).then(
  end,
  fail,
);
