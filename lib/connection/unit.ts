import { randomUUID } from 'node:crypto';

/** What a document in memory was like before a transaction. */
export interface DocumentBefore {
  /** Makes the document what it was. */
  restore(): void;
}

const noContext = Object.freeze({});

/** One transaction, however often it is attempted. */
export class Unit {
  #id: string | undefined;
  readonly #before = new Map<object, DocumentBefore>();
  /** The error that the attempt before this one ended with. */
  lastError: unknown;

  /** Frozen. */
  readonly context: Readonly<Record<string, unknown>>;

  constructor(context: Readonly<Record<string, unknown>> | undefined) {
    this.context = context ? Object.freeze({ ...context }) : noContext;
  }

  /** The same for all attempts: a UUID, made when somebody asks at first. */
  get id(): string {
    return (this.#id ??= randomUUID());
  }

  /** What a document was like when the unit met it; undefined if it has not met it. */
  find(document: object): DocumentBefore | undefined {
    return this.#before.get(document);
  }

  /** Only what a document was like at first counts. */
  remember(document: object, before: DocumentBefore): void {
    if (!this.#before.has(document)) this.#before.set(document, before);
  }

  /** Makes all documents that the unit has met what they were like before. */
  restore(): void {
    for (const before of this.#before.values()) before.restore();
  }

  /** The unit is over. What it knew of documents is let go of, since the driver and the engine may keep its session for a while. */
  forget(): void {
    this.#before.clear();
  }
}
