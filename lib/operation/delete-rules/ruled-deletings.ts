import type { ReferenceRule } from '../../schema/reference/reference-rules.js';
import { contentKey } from '../../value/equality/content-key.js';
import type { Plain } from '../../value/plain-object.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { ofHolders } from '../delete-plan/find-referring.js';
import { idsPerCommand, inChunks } from '../many-ids.js';
import { foundDocument } from '../delete-plan/planned-delete.js';
import type { FoundDocument } from '../delete-plan/planned-delete.js';
import { loadAll, readAll, selectionOf } from '../find/find.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { getSnapshot } from '../stored-snapshot.js';
import { narrowed } from '../write/loaded-filter.js';
import { Deleting } from '../deleting/deleting.js';
import { DocumentWrite } from './document-write.js';

/** Documents of one class and its subclasses to be deleted together. */
export interface DeletedGroup {
  readonly repository: RepositoryContext;
  readonly documents: readonly FoundDocument[];
  /** A further condition, in the server's form. */
  readonly filter: Plain | undefined;
  /** The reference by which they were found, and the stored ids that it holds; undefined for those that the caller deletes. */
  readonly by?: { readonly rule: ReferenceRule; readonly targetIds: readonly unknown[] };
}

/** The condition that documents still refer to what is deleted; undefined if that would be too much for a command. */
export function stillReferring({ rule, targetIds }: NonNullable<DeletedGroup['by']>): Plain | undefined {
  return targetIds.length > idsPerCommand
    ? undefined
    : ofHolders(rule, { [rule.reference.keyPath]: { $in: targetIds } });
}

/** The deletes of documents that somebody listens to, each by an operation of its own. */
export class RuledDeletings {
  readonly #writes = new Map<string, DocumentWrite>();

  constructor(
    private readonly within: Operation,
    private readonly permanent: boolean,
  ) {}

  /** The delete of a document; undefined if it was not announced. */
  find({ key }: FoundDocument): DocumentWrite | undefined {
    return this.#writes.get(key);
  }

  /** Sends `preDelete` for a document at hand. @throws what `Deleting` throws, what receivers throw: a veto */
  async announceGiven(document: object, key: string): Promise<void> {
    if (!this.#writes.has(key)) await this.#announce(this.within.repository, document, key, undefined);
  }

  /** Loads the documents of a group that were not announced yet, and sends `preDelete` for each. @returns whether there are any */
  async announceGroup({ repository, documents, filter, by }: DeletedGroup): Promise<boolean> {
    const fresh = documents.filter((each) => !this.find(each));
    const loaded = new Map<string, object>();
    for (const chunk of inChunks(fresh.map(({ id }) => id)))
      for (const document of await this.#load(repository, narrowed({ _id: { $in: chunk } }, filter)))
        loaded.set(this.#keyOf(repository, document), document);
    const targets = by && new Set(by.targetIds.map(contentKey));
    for (const { key } of fresh) {
      const document = loaded.get(key);
      if (!document) continue;
      const condition = by && targets ? this.#referring(repository, document, by.rule, targets) : filter;
      await this.#announce(repository, document, key, condition);
    }
    return fresh.length > 0;
  }

  /** Ends all operations. */
  async end(): Promise<void> {
    for (const { operation } of this.#writes.values()) await operation.end();
  }

  async #load(repository: RepositoryContext, filter: Plain): Promise<object[]> {
    const operation = this.#operationOn(repository);
    try {
      const selection = selectionOf(repository, {});
      const query = { filter, withDeleted: true };
      return await loadAll(operation, query, selection, await readAll(operation, query, selection));
    } finally {
      await operation.end();
    }
  }

  async #announce(
    repository: RepositoryContext,
    document: object,
    key: string,
    filter: Plain | undefined,
  ): Promise<void> {
    const schema = schemaOfDocument(repository, document, this.within.origin);
    const operation = this.#operationOn(repository);
    try {
      const deleting = new Deleting(operation, schema, document, this.permanent);
      this.#writes.set(key, new DocumentWrite(operation, document, deleting, filter));
      await deleting.announce();
    } catch (error) {
      if (!this.#writes.has(key)) await operation.end();
      throw error;
    }
  }

  #operationOn(repository: RepositoryContext): Operation {
    const { origin, session, behaviours } = this.within;
    return new Operation(repository, origin, { ...(session && { session }), behaviours }, this.within);
  }

  #keyOf(repository: RepositoryContext, document: object): string {
    const { origin } = this.within;
    const id = getSnapshot(repository, document, origin).read(['_id']).stored['_id'];
    return foundDocument(schemaOfDocument(repository, document, origin), id).key;
  }

  /** The condition that a loaded document still refers to what is deleted; undefined if its reference was not loaded. */
  #referring(
    repository: RepositoryContext,
    document: object,
    { reference }: ReferenceRule,
    targets: ReadonlySet<string>,
  ): Plain | undefined {
    const [first = '', ...below] = reference.keyPath.split('.');
    const { stored } = getSnapshot(repository, document, this.within.origin).read([first]);
    const ids = valuesAt(stored[first], below).filter((id) => targets.has(contentKey(id)));
    return ids.length > 0 ? { [reference.keyPath]: { $in: ids } } : undefined;
  }
}

/** The stored values at a path of keys, also those in arrays. */
function valuesAt(value: unknown, keys: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((each) => valuesAt(each, keys));
  const [key, ...below] = keys;
  if (key === undefined) return value === undefined ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return valuesAt((value as Plain)[key], below);
}
