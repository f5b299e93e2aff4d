import type { RepositoryContext } from '../operation/repository-context.js';
import type { RootSchema } from '../schema/document-schema.js';

/** A document whose fields are known by its schema only. */
export type Fields = Record<string, unknown>;

/**
 * When behaviours hear `preSave` and `preBulkInsert`, before the receivers of users, so that these see times and numbers and
 * validation finds them.
 */
export const orderBeforeOthers = -1e6;

/** When behaviours hear `preSavePostValidation`, and `preBulkInsert` again, after the receivers of users: only then it is known what will be written. */
export const orderAfterOthers = 1e6;

/** What a behaviour does with documents of one class. It is asked about classes that concern it only. */
export interface Behaviour {
  /** In the names of its receivers: `version of Person`. */
  readonly name: string;
  concerns(schema: RootSchema): boolean;
  /** Gives new documents their values before receivers of users see them. Documents that these add to a bulk insert come later. */
  beforeInsert?(schema: RootSchema, documents: readonly Fields[], context: RepositoryContext): unknown;
  /** Gives new documents their values after receivers of users saw them. */
  atInsert?(schema: RootSchema, documents: readonly Fields[]): void;
  /** Gives a stored document its values after receivers of users saw it. */
  atUpdate?(schema: RootSchema, document: Fields, context: RepositoryContext): void;
  /** @returns what is stored in place of deleting the document */
  atDelete?(schema: RootSchema): Fields;
}
