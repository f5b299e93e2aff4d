/** Sends one command at a time to a session: the others wait in the order of arrival. */
export class CommandQueue {
  #isBusy = false;
  readonly #waiting: (() => void)[] = [];

  /** Whether a command was sent, or is about to be, and is not answered yet. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Waits for a turn, which ends with `pass`. */
  async enter(): Promise<void> {
    if (this.#isBusy) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#isBusy = true;
  }

  /** Ends the turn; the next one in line begins. */
  pass(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#isBusy = false;
  }

  /** Waits for the answers to all commands, sent or queued. */
  async settle(): Promise<void> {
    if (!this.#isBusy) return;
    await this.enter();
    this.pass();
  }
}
