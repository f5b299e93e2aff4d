/** Lets one command at a time through to a session: the others wait for their turns, in the order in which they came. */
export class CommandQueue {
  #isBusy = false;
  readonly #waiting: (() => void)[] = [];

  /** Whether a command has been sent, or is about to be, and has no answer yet. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Waits for a turn, which ends with `pass`. */
  async enter(): Promise<void> {
    if (this.#isBusy) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#isBusy = true;
  }

  /** The turn is over; the next one in line has its own. */
  pass(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#isBusy = false;
  }

  /** Waits for the answers to all commands that were sent, and to those that stand in line. */
  async settle(): Promise<void> {
    if (!this.#isBusy) return;
    await this.enter();
    this.pass();
  }
}
