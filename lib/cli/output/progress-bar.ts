/** The number of characters of the bar itself. */
const width = 24;

/** One line on a terminal that shows how far something is; nothing elsewhere. */
export class ProgressBar {
  #isShown = false;

  constructor(private readonly stream: { readonly isTTY?: boolean; write(text: string): unknown }) {}

  /** Shows the bar anew in the same line: `people  [======      ] 25 %  250 of 1000`. */
  show(title: string, done: number, total: number): void {
    if (this.stream.isTTY !== true) return;
    const part = total > 0 ? Math.min(done / total, 1) : 1;
    const bar = '='.repeat(Math.round(part * width)).padEnd(width);
    this.#isShown = true;
    this.stream.write(`\r\u001b[K${title}  [${bar}] ${Math.floor(part * 100)} %  ${done} of ${total}`);
  }

  /** Removes the line. */
  clear(): void {
    if (this.#isShown) this.stream.write('\r\u001b[K');
    this.#isShown = false;
  }
}
