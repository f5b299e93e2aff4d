import type { RepositoryContext } from '../operation/repository-context.js';
import type { RuledWrite } from '../operation/role/ruled-write.js';
import type { RootSchema } from '../schema/document-schema.js';
import type { UpdateDraft } from '../update/update-draft.js';

/** A document accessed through its schema's fields. */
export type Fields = Record<string, unknown>;

/** A write, as a behaviour acts on it: the repository's shared parts, the caller's context and switches. */
export interface BehaviourWrite extends RuledWrite {
  readonly repository: RepositoryContext;
}

/** A rule for documents of one class. Called only for classes that concern it. */
export interface Behaviour {
  /** Used in the names of its receivers: `version of Person`. */
  readonly name: string;
  concerns(schema: RootSchema): boolean;
  /** Gives new documents their values before the application's receivers see them. Documents that these add to a bulk insert come later. */
  beforeInsert?(schema: RootSchema, documents: readonly Fields[], write: BehaviourWrite): unknown;
  /** Gives new documents their values after the application's receivers saw them. */
  atInsert?(schema: RootSchema, documents: readonly Fields[]): void;
  /** Gives a stored document its values after the application's receivers saw it. */
  atUpdate?(schema: RootSchema, document: Fields, write: BehaviourWrite): void;
  /** Computes further changes of an update by a filter, by field name, after the application's receivers saw it. */
  changesOfUpdate?(schema: RootSchema, update: UpdateDraft, write: BehaviourWrite): Readonly<Fields>;
  /** @returns the values to store in place of deleting the document */
  atDelete?(schema: RootSchema): Fields;
}
