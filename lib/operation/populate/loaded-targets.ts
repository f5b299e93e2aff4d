import type { PopulateStep } from '../../query/populate/populate-steps.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { idKey } from './id-key.js';
import type { IdSet } from './id-key.js';

/** The documents that steps with the same class and options have loaded. */
export class TargetView {
  readonly #found = new Map<string, object>();
  readonly #asked = new Set<string>();

  /** @param pool the documents of the collection that have been loaded in the same form */
  constructor(
    private readonly schema: RootSchema,
    private readonly pool: Map<string, object>,
  ) {}

  find(key: string): object | undefined {
    return this.#found.get(key);
  }

  /** Adds loaded documents. @returns for each the object that stands for it: one that had been loaded before, if any */
  add(documents: readonly object[]): object[] {
    const { name } = this.schema.id.field;
    return documents.map((document) => {
      const key = idKey(this.schema, (document as Record<string, unknown>)[name]);
      const shared = this.pool.get(key) ?? document;
      this.pool.set(key, shared);
      this.#found.set(key, shared);
      return shared;
    });
  }

  /** The ids that nothing was asked or found for yet, with their keys. They count as asked for from now on. */
  ask(ids: IdSet): [key: string, id: unknown][] {
    const fresh = ids.entries.filter(([key]) => !this.#asked.has(key) && !this.#found.has(key));
    for (const [key] of fresh) this.#asked.add(key);
    return fresh;
  }
}

/** All documents that one call of populate has loaded: each is one object, whatever the number of its places. */
export class LoadedTargets {
  /** By collection and id. */
  readonly #pools = new Map<string, Map<string, object>>();
  readonly #views = new Map<RootSchema, TargetView>();

  /** @param isPlain whether each step has objects of its own, so that they hold each other in no circles */
  constructor(private readonly isPlain: boolean) {}

  /** The documents that may fill the property of a step. */
  viewOf({ schema, options }: PopulateStep): TargetView {
    if (this.isPlain || options.selection) return new TargetView(schema, new Map());
    const pool = this.#pools.get(schema.collection) ?? new Map<string, object>();
    this.#pools.set(schema.collection, pool);
    // Sorted documents are asked for anew: only the server knows their order.
    if (options.filter ?? options.sort ?? options.withDeleted) return new TargetView(schema, pool);
    const view = this.#views.get(schema) ?? new TargetView(schema, pool);
    this.#views.set(schema, view);
    return view;
  }
}
