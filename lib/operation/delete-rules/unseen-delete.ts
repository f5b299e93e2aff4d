import { FilterWrite } from '../announce/filter-write.js';
import type { WrittenUnseen } from '../announce/filter-write.js';
import type { Operation } from '../operation.js';
import type { Plain } from '../../value/plain-object.js';
import type { RuledWrite } from './ruled-write.js';

/** The delete of documents that nobody listens to, by one command. */
export class UnseenDelete implements RuledWrite {
  readonly #write: FilterWrite;
  #count = 0;

  /** @param operation one for this delete alone @param filter selects the documents, in the server's form */
  constructor(
    readonly operation: Operation,
    unseen: WrittenUnseen,
    private readonly filter: Plain,
  ) {
    this.#write = new FilterWrite(operation, 'delete', unseen);
  }

  get documentCount(): number {
    return this.#count;
  }

  async write(): Promise<void> {
    const { repository, session, commands } = this.operation;
    const { deletedCount } = await commands.write(
      () => repository.collection.deleteMany(this.filter, { session }),
      'writeMany',
    );
    this.#count = deletedCount;
  }

  applied(): Promise<void> {
    this.#write.applied(this.#count);
    return Promise.resolve();
  }
}
