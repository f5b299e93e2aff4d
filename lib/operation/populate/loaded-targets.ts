import type { RootSchema } from '../../schema/document-schema.js';
import { contentKey } from '../../value/equality/content-key.js';
import { compileId } from '../find/find-by-id.js';

/** The documents that one call of populate has loaded: each is one object, whatever the number of its places. */
export class LoadedTargets {
  /** By collection and id. */
  readonly #found = new Map<string, Map<string, object>>();
  /** The ids that were asked for, by class. */
  readonly #asked = new Map<RootSchema, Set<string>>();

  /** The document of a class with an id; undefined if it is missing. */
  find(schema: RootSchema, key: string): object | undefined {
    const document = this.#documentsOf(schema).get(key);
    return document instanceof schema.documentClass ? document : undefined;
  }

  /** Notes a loaded document. @returns the one that had been loaded before, if any */
  add(schema: RootSchema, document: object): object {
    const id = (document as Record<string, unknown>)[schema.id.field.name];
    const [documents, key] = [this.#documentsOf(schema), idKey(schema, id)];
    const known = documents.get(key);
    if (!known) documents.set(key, document);
    return known ?? document;
  }

  /** The ids that were not asked for yet, in the server's form. They count as asked for from now on. */
  ask(schema: RootSchema, ids: ReadonlyMap<string, unknown>): unknown[] {
    const asked = this.#asked.get(schema) ?? new Set();
    this.#asked.set(schema, asked);
    const fresh = [...ids].filter(([key]) => !asked.has(key) && !this.find(schema, key));
    for (const [key] of ids) asked.add(key);
    return fresh.map(([, id]) => id);
  }

  #documentsOf({ collection }: RootSchema): Map<string, object> {
    const documents = this.#found.get(collection) ?? new Map<string, object>();
    this.#found.set(collection, documents);
    return documents;
  }
}

/** A text that is the same for equal ids. @throws InvalidFilterError if no document of the class can have the id */
export function idKey(schema: RootSchema, id: unknown): string {
  return contentKey(compileId(schema, id));
}
