import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';

/** How a run of the command line ended. */
export interface CliEnded {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

const loader = pathToFileURL(resolve('test', 'support', 'typescript-loader.mjs')).href;

/** The application that commands are run for, and the name of one of its exports. */
export function fixtureModule(name = 'AppModule'): string {
  return `${resolve('test', 'support', 'cli', 'app.module.ts')}#${name}`;
}

/** Starts the command line from its sources in a process of its own, which is killed after 40 seconds. */
export function startCli(
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  folder = process.cwd(),
): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, ['--import', loader, resolve('lib', 'cli', 'main.ts'), ...parameters], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 40_000,
    killSignal: 'SIGKILL',
  });
}

/** Runs the command line, and reads what it prints. */
export async function runCli(
  parameters: readonly string[],
  environment?: NodeJS.ProcessEnv,
  folder?: string,
): Promise<CliEnded> {
  const child = startCli(parameters, environment, folder);
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, output, errors };
}
