import { DecodeError } from '../../codec/codec-errors.js';

/**
 * The treatment of stored documents that do not fit their class. `throw`: the query fails with the `DecodeError`. `skip`: they are left
 * out, with a log line of the level `debug` only. `report`: they are left out, and their errors are logged.
 */
export type UnreadableDocuments = 'throw' | 'skip' | 'report';

export const unreadableChoices: readonly UnreadableDocuments[] = Object.freeze(['throw', 'skip', 'report']);

/** The log for events that no caller learns of. */
export interface OperationLog {
  error(message: string): void;
  warn(message: string): void;
  debug(message: string): void;
}

/** The maximum number of errors logged per query. */
const reportLimit = 10;

/** The documents that a query leaves out. */
export class LeftOut {
  #count = 0;

  constructor(
    private readonly how: UnreadableDocuments,
    private readonly documentName: string,
    private readonly log: OperationLog,
  ) {}

  /** Counts a document that could not be loaded. @throws the error, if it is of another kind or such documents must not be left out */
  add(error: unknown): void {
    if (this.how === 'throw' || !(error instanceof DecodeError)) throw error;
    this.#count++;
    if (this.how === 'report' && this.#count <= reportLimit)
      this.log.error(`Left out of a query: ${error.message}`);
  }

  /** Ends the query. */
  end(): void {
    const count = this.#count;
    if (this.how === 'skip' && count > 0)
      this.log.debug(
        `Documents of ${this.documentName} that do not fit their class were left out of a query: ${count}`,
      );
    if (this.how === 'report' && count > reportLimit)
      this.log.error(
        `Left out of a query: ${count - reportLimit} more documents of ${this.documentName} that do not fit their class`,
      );
  }
}
