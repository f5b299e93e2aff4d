import type { OutputStream } from './output.js';

/** A stream of this process, which results are written to whatever becomes of the one who reads them. */
export class StandardStream implements OutputStream {
  readonly isTTY: boolean | undefined;
  readonly #write: NodeJS.WriteStream['write'];
  #isBroken = false;
  #isFull = false;

  constructor(stream: NodeJS.WriteStream) {
    this.isTTY = stream.isTTY;
    // As it is now: the caller may turn it to another stream.
    this.#write = stream.write.bind(stream);
    stream.on('error', ({ code }: NodeJS.ErrnoException) => {
      this.#isBroken = true;
      // Whoever reads may have read enough, as `head` does.
      if (code !== 'EPIPE') this.#isFull = true;
    });
  }

  /** Whether something could not be written, although it was still read. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Resolves when it is written, or when nobody reads it any more. */
  write(text: string): Promise<void> {
    if (this.#isBroken) return Promise.resolve();
    return new Promise((resolve) => {
      this.#write(text, () => {
        resolve();
      });
    });
  }
}
