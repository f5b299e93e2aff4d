import { bsonTag } from '../schema/bson-tag.js';
import type { RootSchema } from '../schema/document-schema.js';
import type { Snapshot } from '../state/snapshot.js';

/** A document as a write has left it: one that was deleted as it was before. */
export interface Written {
  readonly document: object;
  readonly schema: RootSchema;
  readonly snapshot: Snapshot;
}

/** What an attempt of a transaction has written last of each document, whichever objects stand for it. */
export class LastWritten {
  readonly #last = new Map<string, Written>();

  note(written: Written): void {
    this.#last.set(keyOf(written), written);
  }

  /** What has become of a document until the end of the attempt, of which this was one write; of a part of it as much as is known. */
  find(written: Written): Written {
    const last = this.#last.get(keyOf(written));
    const isPart = last?.snapshot.loaded !== undefined && written.document !== last.document;
    return !last || isPart ? written : last;
  }
}

/** The collection and the id, by value. */
function keyOf({ schema, snapshot }: Written): string {
  const id = snapshot.stored['_id'];
  const type = typeof id === 'object' && id !== null ? bsonTag(id) : typeof id;
  const text = type === undefined || type === 'Binary' ? JSON.stringify(id) : String(id);
  return `${schema.collection} ${String(type)} ${text}`;
}
