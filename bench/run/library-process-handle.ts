import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Round, Work } from '../works/work.js';
import type { Reply, Request, Sample } from './messages.js';

const program = fileURLToPath(new URL('library-process.js', import.meta.url));

/**
 * The process that does one work with one library. Each has its own, so that neither garbage nor what the compiler has
 * learnt of one library is charged to another.
 */
export class LibraryProcess {
  readonly #child: ChildProcess;

  private constructor(
    readonly library: string,
    child: ChildProcess,
  ) {
    this.#child = child;
  }

  /** Resolves when the library is open. */
  static async start(
    work: Work,
    library: string,
    { uri, database }: { readonly uri: string; readonly database: string },
  ): Promise<LibraryProcess> {
    const child = fork(program, [work.name, library], {
      env: { ...process.env, MONGODB_URI: uri, MONGODB_DATABASE: database },
      execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning', ...process.execArgv],
    });
    const started = new LibraryProcess(library, child);
    await started.#receive();
    return started;
  }

  /** Does a round. @throws what went wrong in the process, and if it did not do what it should */
  async measure(round: Round): Promise<Sample> {
    this.#send({ kind: 'round', round });
    const reply = await this.#receive();
    if (reply.kind !== 'sample')
      throw new Error(`${this.library} replied ${reply.kind} instead of a sample.`);
    return reply.sample;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    if (this.#child.connected) this.#send({ kind: 'close' });
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(killer);
  }

  #send(request: Request): void {
    this.#child.send(request);
  }

  async #receive(): Promise<Reply> {
    const ended = new AbortController();
    try {
      const [reply] = (await Promise.race([
        once(this.#child, 'message', { signal: ended.signal }),
        once(this.#child, 'exit', { signal: ended.signal }).then(([code]) => [
          { kind: 'error', message: `Its process ended with ${String(code)}.` },
        ]),
      ])) as [Reply];
      if (reply.kind === 'error') throw new Error(`${this.library}: ${reply.message}`);
      return reply;
    } finally {
      ended.abort();
    }
  }
}
