import type { Plain } from '../../value/plain-object.js';
import type { Operation } from '../operation.js';
import type { Deleting } from '../deleting/deleting.js';
import type { RuledWrite } from './ruled-write.js';

/** The delete of one document whose signals before it were sent, as a part of a delete with delete rules. */
export class DocumentWrite implements RuledWrite {
  #isWritten = false;

  /** @param filter a further condition, in the server's form */
  constructor(
    readonly operation: Operation,
    readonly document: object,
    readonly deleting: Deleting<object>,
    private readonly filter: Plain | undefined,
  ) {}

  get documentCount(): number {
    return this.#isWritten ? 1 : 0;
  }

  async write(): Promise<void> {
    this.#isWritten = await this.deleting.write(this.filter);
  }

  applied(): Promise<void> {
    return this.deleting.applied();
  }
}
