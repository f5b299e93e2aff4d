/** The result of an update by a filter. */
export interface UpdateResult {
  /** The number of documents that matched. */
  readonly matchedCount: number;
  /** The number of documents that are different now. */
  readonly modifiedCount: number;
}
