import { styleOf } from './style.js';
import type { Style } from './style.js';

/** The parts of a stream that are written to. */
export interface OutputStream {
  readonly isTTY?: boolean | undefined;
  /** Resolves when it is written. */
  write(text: string): Promise<void>;
}

/** The output of a command: results for a person, or one JSON value for a program. */
export class Output {
  readonly style: Style;
  readonly isTerminal: boolean;

  constructor(
    private readonly stream: OutputStream,
    environment: Readonly<Record<string, string | undefined>>,
    /** Whether results are JSON. */
    readonly isJson: boolean,
  ) {
    this.isTerminal = stream.isTTY === true;
    this.style = styleOf(stream, environment);
  }

  /** Prints lines for a person. */
  async lines(lines: readonly string[]): Promise<void> {
    await this.#write(lines.map((line) => `${printable(line)}\n`).join(''));
  }

  /** Prints what begins now; for a program on the error output, beside the value. */
  async progress(line: string): Promise<void> {
    if (this.isJson) process.stderr.write(`${printable(line)}\n`);
    else await this.lines([line]);
  }

  /** Prints a value for a program. */
  async json(value: unknown): Promise<void> {
    await this.#write(`${JSON.stringify(value, undefined, 2)}\n`);
  }

  async #write(text: string): Promise<void> {
    await this.stream.write(text);
  }
}

/** Text without control characters besides those of colours: names from a database must not command the terminal. */
function printable(line: string): string {
  return line.replace(/(?!\n|\p{Cc}\[\d{1,2}m)\p{Cc}/gu, '\uFFFD');
}
