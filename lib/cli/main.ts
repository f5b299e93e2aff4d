#!/usr/bin/env node
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommandError } from './command-error.js';
import { isJson, runCommandLine } from './command-line.js';
import { exitCode } from './exit-code.js';
import { Output } from './output/output.js';
import { StandardStream } from './output/standard-stream.js';
import { printError } from './print-error.js';

const { stdout, stderr, env, argv } = process;
const parameters = argv.slice(2);
/** The output, which results alone are written to: everything else that the process prints goes to the error output. */
const output = new StandardStream(stdout);
const errors = new StandardStream(stderr);

/** The version of this package, which this file is `dist/cli/main.js` of. */
function findVersion(): string {
  const file = realpathSync(argv[1] ?? '');
  const contents = JSON.parse(
    readFileSync(join(dirname(file), '..', '..', 'package.json'), 'utf8'),
  ) as Readonly<Record<string, unknown>>;
  return String(contents['version']);
}

let hasEnded = false;

/** Ends the process even if the application keeps timers or sockets open, when everything has been written. */
async function end(code: number): Promise<void> {
  hasEnded = true;
  await output.write('');
  process.exit(output.isFull ? exitCode.failed : code);
}

async function fail(error: unknown): Promise<void> {
  hasEnded = true;
  await printError(error, new Output(errors, env, false), new Output(output, env, isJson(parameters)));
  process.exit(exitCode.failed);
}

/** An application that waits for what never comes leaves Node without work, and one may end the process itself: no command is done then. */
function neverEnded(): CommandError {
  return new CommandError({
    problem: 'The command did not end',
    reason:
      'The application waits for something that nothing brings about, such as a promise that is never settled',
    remedy: 'Look for what its module, its factories and its hooks wait for when it starts',
  });
}

stdout.write = stderr.write.bind(stderr);
process.on('uncaughtException', (error) => void fail(error));
process.once('beforeExit', () => {
  if (!hasEnded) void fail(neverEnded());
});
process.once('exit', () => {
  if (!hasEnded) process.exitCode = exitCode.failed;
});

void runCommandLine(parameters, findVersion(), { output, errors, environment: env }).then(end, fail);
