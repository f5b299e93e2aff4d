import { DecodeError } from '../../codec/codec-errors.js';

/**
 * What becomes of stored documents of a query that do not fit their class. `throw`: the query fails with the `DecodeError`. `skip`: they
 * are left out, which only a line of the level `debug` tells. `report`: they are left out, and their errors are logged.
 */
export type UnreadableDocuments = 'throw' | 'skip' | 'report';

export const unreadableChoices: readonly UnreadableDocuments[] = Object.freeze(['throw', 'skip', 'report']);

/** Where repositories write what no caller is told. */
export interface OperationLog {
  error(message: string): void;
  debug(message: string): void;
}

/** How many errors of one query are logged. */
const reportLimit = 10;

/** The documents that one query leaves out. */
export class LeftOut {
  #count = 0;

  constructor(
    private readonly how: UnreadableDocuments,
    private readonly documentName: string,
    private readonly log: OperationLog,
  ) {}

  /** A document could not be loaded. @throws the error, if it is another one, or those documents are not to be left out */
  add(error: unknown): void {
    if (this.how === 'throw' || !(error instanceof DecodeError)) throw error;
    this.#count++;
    if (this.how === 'report' && this.#count <= reportLimit)
      this.log.error(`Left out of a query: ${error.message}`);
  }

  /** The query has come to its end. */
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
