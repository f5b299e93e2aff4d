import type { RootSchema } from '../schema/document-schema.js';
import type { Snapshot } from '../state/snapshot/snapshot.js';

/** A document as a write has left it: one that was deleted as it was before. */
export interface Written {
  readonly document: object;
  readonly schema: RootSchema;
  readonly snapshot: Snapshot;
}

/** What an attempt of a transaction has written last of each document. */
export class LastWritten {
  readonly #last = new Map<object, Written>();

  note(written: Written): void {
    this.#last.set(written.document, written);
  }

  /** What has become of a document until the end of the attempt, of which this was one write. */
  find(written: Written): Written {
    return this.#last.get(written.document) ?? written;
  }
}
