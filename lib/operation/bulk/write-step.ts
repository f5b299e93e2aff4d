import type { BulkPart } from '../write/bulk-part.js';

/** The counts of the server for one part. */
export interface PartCounts {
  readonly matchedCount: number;
  readonly modifiedCount: number;
  readonly deletedCount: number;
  /** The id of the document that an upsert has inserted, as stored; undefined if it has inserted none. */
  readonly insertedId: unknown;
}

/** One part of a bulk: its steps before and after its write. */
export interface WriteStep {
  readonly index: number;
  /** Sends the signals before the write, and finds out what is to be written. @throws what receivers throw: a veto */
  announce?(): Promise<void>;
  /** The write in the driver's form; undefined for one that is carried out document by document. */
  part(): BulkPart | undefined;
  /** Carries it out document by document. */
  carryOut?(): Promise<PartCounts>;
  /** Takes over what was written; synchronous, before any signal is sent. */
  markApplied?(): void;
  /** Sends the signals after the write. @param counts those for this part, if it was counted alone @throws PostSignalError */
  applied(counts: PartCounts | undefined): Promise<void>;
  /** Notes that it was certainly not applied. */
  notApplied?(): void;
  /** Notes that it is unknown whether it was applied. */
  unknown(): void;
}
