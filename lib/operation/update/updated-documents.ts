import { preUpdate, postUpdate } from '../../lifecycle/signals.js';
import type { Plain } from '../../value/plain-object.js';
import type { Condition } from '../concrete-schema.js';
import { loadAll, readAll, selectionOf } from '../find/find.js';
import type { Query } from '../find/query.js';
import type { Operation } from '../operation.js';
import { getSnapshot } from '../stored-snapshot.js';
import { narrowed } from '../write/loaded-filter.js';

/** The documents of an update by a filter, which listeners asked for. */
export class UpdatedDocuments {
  /** The documents that are to be updated: those of them that still match then. */
  readonly condition: Condition;
  readonly #byId: Plain;

  private constructor(
    private readonly operation: Operation,
    condition: Condition,
    /** As they were before. */
    readonly before: readonly object[],
  ) {
    const { repository, origin } = operation;
    const ids = before.map((each) => getSnapshot(repository, each, origin).read(['_id']).stored['_id']);
    this.#byId = { _id: { $in: ids } };
    this.condition = { ...condition, filter: narrowed(condition.filter, this.#byId) };
  }

  /** Loads the documents of an update, if a listener of its signals asks for them. @param query with a limit for an update of one */
  static async of(operation: Operation, query: Query): Promise<UpdatedDocuments | undefined> {
    const { bus, schema } = operation.repository;
    const { documentClass } = schema;
    const isAsked = [preUpdate, postUpdate].some((signal) => bus.wantsDocuments(signal, documentClass));
    return isAsked ? new UpdatedDocuments(operation, query, await load(operation, query)) : undefined;
  }

  /** The documents as they are now, if a listener of `postUpdate` asks for them; those that are gone are left out. */
  async after(): Promise<readonly object[] | undefined> {
    const { operation } = this;
    const { bus, schema } = operation.repository;
    if (!bus.wantsDocuments(postUpdate, schema.documentClass)) return undefined;
    return load(operation, { filter: this.#byId, withDeleted: true });
  }
}

async function load(operation: Operation, query: Query): Promise<readonly object[]> {
  const selection = selectionOf(operation.repository, query);
  const stored = await readAll(operation, query, selection);
  return Object.freeze(await loadAll(operation, query, selection, stored));
}
