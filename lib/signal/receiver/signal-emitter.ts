/**
 * The event emitter that the bus needs, such as EventEmitter2. Receivers are registered under `<DocumentName>.<signal>`, with its own
 * delimiter in place of the dot, and plain listeners under that name are called with them.
 */
export interface SignalEmitter {
  /** The delimiter between the parts of an event name. Default a dot. */
  readonly delimiter?: string;
  on(event: string, listener: (payload: unknown) => void): unknown;
  off(event: string, listener: (payload: unknown) => void): unknown;
  listeners(event: string): readonly unknown[];
  /** Whether `listeners` would find any, faster. */
  hasListeners(event: string): unknown;
  getMaxListeners(): number;
  setMaxListeners(count: number): unknown;
}

/**
 * Registers receivers on an emitter that other code uses too, and finds that code's listeners. The emitter's limit rises with the
 * receivers: they are connected on purpose, and would otherwise cause a leak warning from the eleventh on.
 */
export class EmitterRegistration {
  readonly #own = new Set<unknown>();

  constructor(readonly emitter: SignalEmitter) {}

  add(event: string, listener: (payload: unknown) => unknown): void {
    this.#own.add(listener);
    const limit = this.emitter.getMaxListeners();
    const count = this.emitter.listeners(event).length + 1;
    if (limit > 0 && count > limit) this.emitter.setMaxListeners(count);
    this.emitter.on(event, listener);
  }

  remove(event: string, listener: (payload: unknown) => unknown): void {
    if (this.#own.delete(listener)) this.emitter.off(event, listener);
  }

  /** Whether other code has registered a listener for any of these events. Called before every operation, so it allocates nothing. */
  hasForeignListener(events: readonly string[]): boolean {
    // eslint-disable-next-line @typescript-eslint/prefer-for-of -- it allocates nothing, as iterators do
    for (let index = 0; index < events.length; index++) {
      const event = events[index] as string;
      if (this.emitter.hasListeners(event) && this.#isForeign(this.emitter.listeners(event))) return true;
    }
    return false;
  }

  #isForeign(listeners: readonly unknown[]): boolean {
    return listeners.some((listener) => !this.#own.has(listener));
  }

  /** The listeners that other code has registered for these events, each once, in the emitter's order. */
  foreignListeners(events: readonly string[]): ((payload: unknown) => unknown)[] {
    const found = new Set<(payload: unknown) => unknown>();
    for (const event of events) {
      if (!this.emitter.hasListeners(event)) continue;
      for (const listener of this.emitter.listeners(event)) {
        if (!this.#own.has(listener)) found.add(listener as (payload: unknown) => unknown);
      }
    }
    return [...found];
  }
}
