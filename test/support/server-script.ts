import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A run of `scripts/server.mjs` in a process of its own, whose server is ready. */
export interface ServerScript {
  /** As printed, which is without credentials. */
  readonly uri: string;
  /** The process of the server, not of the script; `NaN` where the script started none. */
  readonly serverPid: number;
  /** Returns everything that the script has printed so far. */
  output(): string;
  /** Resolves when the script has ended. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

/**
 * Runs the script until its server is ready.
 *
 * @param environment differences from the environment of this process; `undefined` removes a variable
 * @throws with everything that the script printed, when it ends before
 */
export async function runServerScript(environment: NodeJS.ProcessEnv): Promise<ServerScript> {
  const child = spawn(process.execPath, [join('scripts', 'server.mjs')], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  let output = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('Ctrl-C')) resolve();
      });
    }
    void ended.then(() => reject(new Error(output)));
  });
  return {
    uri: /^URI: (.*)$/m.exec(output)?.[1] ?? '',
    serverPid: Number(/^Process: (\d+)$/m.exec(output)?.[1]),
    output: () => output,
    async kill(signal) {
      child.kill(signal);
      await ended;
    },
  };
}
