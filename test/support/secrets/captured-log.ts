import { inspect } from 'node:util';
import type { LoggerService } from '@nestjs/common';

/** Everything that was logged, as the console would show it. */
export class CapturedLog implements LoggerService {
  readonly lines: string[] = [];
  log = this.#keep;
  warn = this.#keep;
  error = this.#keep;
  debug = this.#keep;
  verbose = this.#keep;
  fatal = this.#keep;

  get #keep(): (...given: unknown[]) => void {
    return (...given) => {
      this.lines.push(
        ...given.map((each) => (typeof each === 'string' ? each : inspect(each, { depth: 10 }))),
      );
    };
  }
}
