import { deleteGiven } from '../../operation/delete/delete.js';
import { deleteById } from '../../operation/delete/delete-by-id.js';
import { deleteMany } from '../../operation/delete/delete-many.js';
import { deleteOne } from '../../operation/delete/delete-one.js';
import { planOfDocument, planOfMatching } from '../../operation/delete/plan.js';
import type { DeletePlan } from '../../operation/delete-plan/delete-plan.js';
import { noOptions } from '../../operation/operation-options.js';
import type {
  DeleteByIdOptions,
  DeleteManyOptions,
  DeleteOptions,
} from '../../operation/operation-options.js';
import type { RepositoryContext } from '../../operation/repository-context.js';
import type { DocumentFilter } from '../../query/filter.js';
import type { DocumentIdOrHex } from '../../schema/type/id-types.js';
import { RepositoryAccess } from '../repository-access.js';
import type { DocumentOrPart } from '../selected.js';
import { SaveRepository } from './save-repository.js';

/** The methods of a repository that delete documents. Delete rules of references to them act on each. */
export abstract class DeleteRepository<T extends object> extends SaveRepository<T> {
  get #context(): RepositoryContext {
    return RepositoryAccess.contextOf(this);
  }

  /**
   * Deletes a stored document. One whose class has `@DeletedAt()` is kept and no longer found, unless `{ permanent: true }` is given.
   * Sends `preDelete`, and `postDelete`, `postWrite` if it still existed; delete rules of references send their own.
   * @returns whether it still existed
   * @throws DeleteDeniedError, DeletePlanTooLargeError, DeleteIncompleteError by delete rules; DocumentNotStoredError, DocumentDeletedError, ReadOnlyDocumentError, ParallelWriteError, RecursiveSignalError, PostSignalError
   * (the document is gone), or what a `preDelete` receiver threw
   */
  delete(document: DocumentOrPart<T>, options: DeleteOptions = noOptions): Promise<boolean> {
    return deleteGiven(this.#context, document, options);
  }

  /**
   * Deletes the documents that match: by one command, or one after another up to the first error if deletes have listeners.
   * Sends `preInit`, `postInit`, `postLoad`, `preDelete`, `postDelete` for the documents if deletes have listeners, and `postWrite`.
   * @returns how many were deleted, without those that delete rules of references delete
   * @throws EmptyFilterError for `{}` without `{ allowAll: true }`, what `delete` throws by delete rules; after an error the documents deleted before stay deleted
   */
  deleteMany(filter: DocumentFilter<T>, options: DeleteManyOptions = noOptions): Promise<number> {
    return deleteMany(this.#context, filter, options);
  }

  /**
   * Deletes one document that matches: by one command, or loaded and deleted if deletes have listeners.
   * Sends `preInit`, `postInit`, `postLoad`, `preDelete`, `postDelete` for the document if deletes have listeners, and `postWrite`.
   * @returns whether one was deleted
   * @throws EmptyFilterError for `{}` without `{ allowAll: true }`, and what `delete` throws
   */
  deleteOne(filter: DocumentFilter<T>, options: DeleteManyOptions = noOptions): Promise<boolean> {
    return deleteOne(this.#context, filter, options);
  }

  /**
   * Deletes the document with this id: by one command, or loaded and deleted if deletes have listeners.
   * Sends `preInit`, `postInit`, `postLoad`, `preDelete`, `postDelete` for the document if deletes have listeners, and `postWrite`.
   * @returns whether it was deleted; false if it is missing
   * @throws InvalidFilterError if it cannot be an id of this class, and what `delete` throws
   */
  deleteById(id: DocumentIdOrHex<T>, options: DeleteByIdOptions = noOptions): Promise<boolean> {
    return deleteById(this.#context, id, options);
  }

  /**
   * Finds what `delete` of a document would do by the delete rules of references, as the database is now; one that denies it is a row too.
   * Only reads; sends no signals.
   * @param options those of the delete
   * @throws DocumentNotStoredError, DocumentDeletedError, WrongDocumentClassError, DeletePlanTooLargeError
   */
  deletePlan(document: DocumentOrPart<T>, options: DeleteOptions = noOptions): Promise<DeletePlan> {
    return planOfDocument(this.#context, document, options);
  }

  /**
   * Finds what `deleteMany` would do by the delete rules of references, as `deletePlan` does. Only reads; sends no signals.
   * @param options those of the delete
   * @throws EmptyFilterError for `{}` without `{ allowAll: true }`, InvalidFilterError, UnknownPathError, DeletePlanTooLargeError
   */
  deleteManyPlan(filter: DocumentFilter<T>, options: DeleteManyOptions = noOptions): Promise<DeletePlan> {
    return planOfMatching(this.#context, filter, options);
  }
}
