import type { Operation } from '../operation.js';

/** A part of a delete with delete rules: one command, by an operation of its own. Its steps are called in their order, each once. */
export interface RuledWrite {
  readonly operation: Operation;
  /** The number of documents that it has written. */
  readonly documentCount: number;
  write(): Promise<void>;
  /** Sends the signals after it, if it has written anything. @throws PostSignalError */
  applied(): Promise<void>;
}
