import type { RepositoryContext } from '../../operation/repository-context.js';
import { claim } from '../../operation/lease/claim.js';
import type { ClaimOptions, ReleaseOptions, RenewOptions } from '../../operation/lease/lease-options.js';
import { release } from '../../operation/lease/release.js';
import { renew } from '../../operation/lease/renew.js';
import type { DocumentFilter } from '../../query/filter.js';
import type { DocumentIdOrHex } from '../../schema/type/id-types.js';
import { ReadRepository } from '../read-repository.js';
import { RepositoryAccess } from '../repository-access.js';
import type { DocumentOrPart } from '../selected.js';

/** The methods of a repository that lease documents. */
export abstract class LeaseRepository<T extends object> extends ReadRepository<T> {
  get #context(): RepositoryContext {
    return RepositoryAccess.contextOf(this);
  }

  /**
   * Leases one document that matches and that nobody has leased, by one command: of several callers at the same time one gets it.
   * Sends `preUpdate`, `preInit`, `postInit`, `postLoad`, `postUpdate`, `postWrite`, no save signals.
   * @returns the document, with its lease; null if none is free
   * @throws FieldRoleMissingError for a class without `@LeasedUntil()` and `@LeasedBy()`, InvalidOptionsError, EmptyFilterError for `{}` without
   * `{ allowAll: true }`, and what `updateOne` throws
   */
  claim(filter: DocumentFilter<T>, options: ClaimOptions<T>): Promise<T | null> {
    return claim(this.#context, filter, options) as Promise<T | null>;
  }

  /**
   * Lets the lease of a document last longer, by one command, if its holder still has it; an object also gets the new time.
   * Sends `preUpdate`, `postUpdate`, `postWrite`, no save signals.
   * @param document the document, or its id
   * @returns the new end of the lease
   * @throws StaleDocumentError if the lease has run out or is another's, and what `claim` throws
   */
  renew(document: DocumentOrPart<T> | DocumentIdOrHex<T>, options: RenewOptions): Promise<Date> {
    return renew(this.#context, document, options);
  }

  /**
   * Ends the lease of a document, by one command, if it belongs to this holder. Sends `preUpdate`, `postUpdate`, `postWrite`, no save
   * signals.
   * @param document the document, or its id
   * @returns whether it ended one; false if it was released before, or claimed by another since
   * @throws what `claim` throws
   */
  release(document: DocumentOrPart<T> | DocumentIdOrHex<T>, options: ReleaseOptions): Promise<boolean> {
    return release(this.#context, document, options);
  }
}
