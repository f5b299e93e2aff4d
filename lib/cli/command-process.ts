import { CommandError } from './command-error.js';
import { isJson, runCommandLine } from './command-line.js';
import { exitCode } from './exit-code.js';
import { Output } from './output/output.js';
import { StandardStream } from './output/standard-stream.js';
import { printError } from './print-error.js';

/** A process that runs one command, and ends with its exit code. */
export class CommandProcess {
  /** The output, which results alone are written to: everything else that the process prints goes to the error output. */
  readonly #output: StandardStream;
  readonly #errors: StandardStream;
  #hasEnded = false;

  /** @param parameters the arguments of the command */
  constructor(
    private readonly process: NodeJS.Process,
    private readonly parameters: readonly string[],
  ) {
    const { stdout, stderr } = process;
    this.#output = new StandardStream(stdout);
    this.#errors = new StandardStream(stderr);
    stdout.write = stderr.write.bind(stderr);
    process.on('uncaughtException', (error) => void this.#fail(error));
    process.once('beforeExit', () => {
      if (!this.#hasEnded) void this.#fail(neverEnded());
    });
    process.once('exit', () => {
      if (!this.#hasEnded) process.exitCode = exitCode.failed;
    });
  }

  /** @param version the version of this package */
  async run(version: string): Promise<void> {
    const streams = { output: this.#output, errors: this.#errors, environment: this.process.env };
    try {
      await this.#end(await runCommandLine(this.parameters, version, streams));
    } catch (error) {
      await this.#fail(error);
    }
  }

  /** Ends the process even if the application keeps timers or sockets open, when everything has been written. */
  async #end(code: number): Promise<void> {
    this.#hasEnded = true;
    await this.#output.write('');
    this.process.exit(this.#output.isFull ? exitCode.failed : code);
  }

  async #fail(error: unknown): Promise<void> {
    const { env } = this.process;
    const output = new Output(this.#output, env, isJson(this.parameters));
    await printError(error, new Output(this.#errors, env, false), output);
    await this.#end(exitCode.failed);
  }
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
