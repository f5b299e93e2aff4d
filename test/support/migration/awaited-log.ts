import { CapturedLog } from '../secrets/captured-log.js';

/** Keeps what is logged, and tells when something is. */
export class AwaitedLog extends CapturedLog {
  readonly #waiting = new Map<string, () => void>();

  constructor() {
    super();
    for (const level of ['log', 'warn'] as const) {
      const keep = this[level];
      this[level] = (...given: unknown[]) => {
        keep(...given);
        for (const [text, resolve] of this.#waiting)
          if (this.lines.some((line) => line.startsWith(text))) resolve();
      };
    }
  }

  /** Resolves as soon as a line that begins with a text was logged. */
  untilLogged(text: string): Promise<void> {
    if (this.lines.some((line) => line.startsWith(text))) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.set(text, resolve));
  }
}
