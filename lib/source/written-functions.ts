/** The functions of a source that is written: one for each subject, known by its name before it is written, so that classes may hold each other. */
export class WrittenFunctions {
  readonly #sources: string[] = [];
  readonly #names = new Map<object, string>();

  get source(): string {
    return this.#sources.join('\n');
  }

  /**
   * The name of the function for a subject: a document class, an array or map type, or the constraints of its elements.
   * @param write makes the source of the function of that name; called the first time only
   */
  nameOf(subject: object, write: (name: string) => string): string {
    const known = this.#names.get(subject);
    if (known) return known;
    const name = `f${this.#names.size}`;
    this.#names.set(subject, name);
    this.add(write(name));
    return name;
  }

  /** Adds what is for no single subject. */
  add(source: string): void {
    this.#sources.push(source);
  }
}
