import { DocumentsError } from '../../errors/documents-error.js';
import type { PopulateStep } from '../../query/populate/populate-steps.js';

/** A populated property would hold more documents, in all documents of a call, than one call may load. Nothing was filled in. */
export class PopulateLimitError extends DocumentsError {
  readonly code = 'POPULATE_LIMIT';
  readonly documentName: string;
  readonly property: string;

  /** @internal */
  constructor({ holder, target }: PopulateStep, limit: number) {
    super({
      problem: `populate was to load more than ${limit} documents for ${holder.name}.${target.name}`,
      reason: 'All documents of one call are kept in memory together',
      remedy:
        'Populate fewer documents at a time, for example pages or a loop over the query, or give a filter or a limit for the path',
    });
    this.documentName = holder.name;
    this.property = target.name;
  }
}

/** References lead to documents that were not found, where populate has `{ onMissing: 'throw' }`. */
export class DanglingReferenceError extends DocumentsError {
  readonly code = 'DANGLING_REFERENCE';
  readonly documentName: string;
  readonly property: string;
  /** The number of different ids without a document. */
  readonly count: number;

  /** @internal */
  constructor({ holder, target, schema }: PopulateStep, count: number) {
    super({
      problem: `populate found no ${schema.name} for ${count} of the ids in ${holder.name}.${target.reference}`,
      reason: "They are deleted, or do not match the filter, and the path has { onMissing: 'throw' }",
      remedy: 'Repair the references, or give a function as onMissing, which gets the ids',
    });
    this.documentName = holder.name;
    this.property = target.name;
    this.count = count;
  }
}
