import { touchedKey } from '../../schema/reference/derived-data.js';
import type { CounterField, DerivedData } from '../../schema/reference/derived-data.js';
import { idsAt, touchedIds } from '../../schema/reference/referred-ids.js';
import type { RootSchema } from '../../schema/document-schema.js';
import type { Stored } from '../../state/snapshot/snapshot.js';

/** The changes of one document that others are derived from. */
export interface ParentUpdate {
  readonly id: unknown;
  /** The numbers to add to its counters, by stored key. */
  readonly added: Map<string, number>;
  /** The keys of the times to set. */
  readonly touched: Set<string>;
}

/** Collects what the writes of one operation change in the documents that the written ones refer to. */
export class ParentChanges {
  readonly #parents = new Map<RootSchema, Map<string, ParentUpdate>>();

  /**
   * Notes one written document. Absent or soft-deleted documents do not count.
   * @param before as it was stored: at least the keys of `derived`; undefined if it was absent
   * @param after as it is stored now; undefined if it is absent
   */
  note(
    schema: RootSchema,
    derived: DerivedData,
    before: Stored | undefined,
    after: Stored | undefined,
    touches: boolean,
  ): void {
    const [was, is] = [counted(derived, before), counted(derived, after)];
    for (const counter of derived.counters) {
      this.#count(schema, counter, was, -1);
      this.#count(schema, counter, is, 1);
    }
    if (derived.touches && touches) for (const each of [before, after]) this.#touch(schema, derived, each);
  }

  /** The updates of the documents of each class, without those that change nothing. */
  get updates(): ReadonlyMap<RootSchema, readonly ParentUpdate[]> {
    const updates = new Map<RootSchema, readonly ParentUpdate[]>();
    for (const [parent, byId] of this.#parents) {
      const changing = [...byId.values()].filter(
        ({ added, touched }) => touched.size > 0 || [...added.values()].some((by) => by !== 0),
      );
      if (changing.length > 0) updates.set(parent, changing);
    }
    return updates;
  }

  #count(
    schema: RootSchema,
    { parent, field, names }: CounterField,
    stored: Stored | undefined,
    by: 1 | -1,
  ): void {
    if (!stored) return;
    for (const [idKey, id] of idsAt(schema, stored, names)) {
      const { added } = this.#of(parent, idKey, id);
      added.set(field.key, (added.get(field.key) ?? 0) + by);
    }
  }

  #touch(schema: RootSchema, derived: DerivedData, stored: Stored | undefined): void {
    if (!stored) return;
    for (const [target, ids] of touchedIds(schema, derived, stored)) {
      const { schema: parent, key } = touchedKey(target);
      for (const [idKey, id] of ids) this.#of(parent, idKey, id).touched.add(key);
    }
  }

  #of(parent: RootSchema, idKey: string, id: unknown): ParentUpdate {
    const byId = this.#parents.get(parent) ?? new Map<string, ParentUpdate>();
    this.#parents.set(parent, byId);
    const update = byId.get(idKey) ?? { id, added: new Map(), touched: new Set() };
    byId.set(idKey, update);
    return update;
  }
}

function counted({ deletion }: DerivedData, stored: Stored | undefined): Stored | undefined {
  return deletion === undefined || (stored?.[deletion] ?? null) === null ? stored : undefined;
}
