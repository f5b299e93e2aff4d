import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** How a program ended. */
export interface Ended {
  /** Null if a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Everything that it printed. */
  readonly output: string;
}

/** A program in a process of its own. */
export interface Program {
  readonly child: ChildProcess;
  /** Resolves as soon as it has printed a text. @throws with what it printed if it ends before */
  untilPrinted(text: string): Promise<void>;
  /** Resolves when it has ended; after its timeout it is killed, and `signal` is set. */
  readonly ended: Promise<Ended>;
}

/** Runs a file in TypeScript, on the Nest that the tests run on, for 40 seconds at most unless it gets longer. */
export function runProgram(
  file: string,
  parameters: readonly string[] = [],
  environment: NodeJS.ProcessEnv = {},
  nodeOptions: readonly string[] = [],
  timeout = 40_000,
): Program {
  const loader = pathToFileURL(join('test', 'support', 'typescript-loader.mjs')).href;
  const child = spawn(process.execPath, [...nodeOptions, '--import', loader, file, ...parameters], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
    killSignal: 'SIGKILL',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'close').then(([exitCode, signal]): Ended => ({ exitCode, signal, output }));
  return {
    child,
    ended,
    untilPrinted: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (output.includes(text)) resolve();
        };
        child.stdout.on('data', look);
        void ended.then(() => reject(new Error(output)));
        look();
      }),
  };
}
