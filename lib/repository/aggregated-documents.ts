import { unread } from './aggregation-errors.js';

/**
 * The documents of an aggregation, which was not sent yet: `people.aggregate().match(…).as(Person)`. They are loaded as by `find`, with the
 * signals of a load.
 */
export class AggregatedDocuments<T extends object> implements AsyncIterable<T> {
  readonly #read: (limit: number | undefined) => AsyncGenerator<object, void, void>;

  /** @internal */
  constructor(read: (limit: number | undefined) => AsyncGenerator<object, void, void>) {
    this.#read = read;
    Object.freeze(this);
  }

  /** Loads all documents. @throws DecodeError */
  async toArray(): Promise<T[]> {
    const documents: T[] = [];
    for await (const document of this) documents.push(document);
    return documents;
  }

  /** Loads the first document; null if the pipeline gives none. @throws DecodeError */
  async first(): Promise<T | null> {
    for await (const document of this.#read(1)) return document as T;
    return null;
  }

  /** Loads the documents in batches: `for await (const person of …)`. @throws DecodeError */
  [Symbol.asyncIterator](): AsyncIterator<T, void, void> {
    return this.#read(undefined) as AsyncGenerator<T, void, void>;
  }

  /** Prevents an accidental conversion to JSON: it holds no documents. @throws InvalidPipelineError */
  toJSON(): never {
    throw unread();
  }
}
