import type { DocumentId } from '../schema/type/id-types.js';

/** The result of an update by a filter. */
export interface UpdateResult {
  /** The number of documents that matched. */
  readonly matchedCount: number;
  /**
   * The number of documents that are different now. Of `upsertOne` and `findOneAndUpdate` the number that matched: the server does not say
   * whether they are different.
   */
  readonly modifiedCount: number;
  /** Whether an upsert has inserted a document, which did not match then; undefined for other updates. */
  readonly created?: boolean;
}

/** The result of `upsertOne`. */
export interface UpsertResult<T> extends UpdateResult {
  readonly created: boolean;
  /** The id of the document that was inserted or updated. */
  readonly id: DocumentId<T>;
}
