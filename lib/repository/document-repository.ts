import type { DocumentFilter } from '../query/filter.js';
import type { DocumentUpdate } from '../update/document-update.js';
import type { UpdateResult, UpsertResult } from '../lifecycle/update-result.js';
import type { DocumentIdOrHex } from '../schema/type/id-types.js';
import { findOneAndDelete } from '../operation/find-and-write/find-one-and-delete.js';
import { findOneAndReplace } from '../operation/find-and-write/find-one-and-replace.js';
import { findOneAndUpdate } from '../operation/find-and-write/find-one-and-update.js';
import { upsertOne } from '../operation/find-and-write/upsert-one.js';
import { updateById } from '../operation/update/update-by-id.js';
import { updateMany } from '../operation/update/update-many.js';
import { updateOne } from '../operation/update/update-one.js';
import type { CreateValues } from '../schema/type/given-types.js';
import { noOptions } from '../operation/operation-options.js';
import type {
  BulkWriteOptions,
  DeleteManyOptions,
  FindOneAndDeleteOptions,
  FindOneAndReplaceOptions,
  FindOneAndUpdateOptions,
  RestoreManyOptions,
  UpdateOptions,
} from '../operation/operation-options.js';
import { bulkWrite } from '../operation/bulk/bulk-write.js';
import type { BulkWriteResult } from '../operation/bulk/bulk-counts.js';
import type { BulkWritePart } from '../operation/bulk/write-part.js';
import { restoreMany } from '../operation/restore/restore-many.js';
import { RepositoryAccess } from './repository-access.js';
import type { SelectedDocument, SelectionPath } from './selected.js';
import type { RepositoryContext } from '../operation/repository-context.js';
import { DeleteRepository } from './write/delete-repository.js';

/**
 * Stores and finds the documents of one class. Documents are plain objects without a tie to it. Injected by `@InjectRepository(Person)`; a
 * custom repository extends `repositoryOf(Person)`.
 */
export class DocumentRepository<T extends object> extends DeleteRepository<T> {
  get #context(): RepositoryContext {
    return RepositoryAccess.contextOf(this);
  }

  /**
   * Restores the soft-deleted documents that match, by one command. Sends `preUpdate`, `postUpdate`, `postWrite`, no save signals.
   * @returns how many were restored
   * @throws FieldRoleMissingError for a class without `@DeletedAt()`, EmptyFilterError for `{}` without `{ allowAll: true }`, and what
   * `updateMany` throws
   */
  restoreMany(filter: DocumentFilter<T>, options: RestoreManyOptions = noOptions): Promise<number> {
    return restoreMany(this.#context, filter, options);
  }

  /**
   * Updates one document that matches, by one command. Sends `preUpdate`, `postUpdate`, `postWrite`, no save signals.
   * @param update paths with values or operators: `{ status: 'done', visits: inc(1) }`
   * @returns the number of documents that matched, and of those that are different now: 0 or 1
   * @throws ValidationError with everything that is wrong with the update, InvalidUpdateError, InvalidFilterError, UnknownPathError,
   * EmptyFilterError for `{}` without `{ allowAll: true }`, DuplicateKeyError, PostSignalError (the write stands), or what a `preUpdate`
   * receiver threw
   */
  updateOne(
    filter: DocumentFilter<T>,
    update: DocumentUpdate<T>,
    options: UpdateOptions = noOptions,
  ): Promise<UpdateResult> {
    return updateOne(this.#context, filter, update, options);
  }

  /**
   * Updates all documents that match, by one command. Sends `preUpdate`, `postUpdate`, `postWrite`, no save signals.
   * @param update paths with values or operators: `{ status: 'done', visits: inc(1) }`
   * @returns the number of documents that matched, and of those that are different now
   * @throws what `updateOne` throws; after a DuplicateKeyError with the outcome `unknown` some documents are updated
   */
  updateMany(
    filter: DocumentFilter<T>,
    update: DocumentUpdate<T>,
    options: UpdateOptions = noOptions,
  ): Promise<UpdateResult> {
    return updateMany(this.#context, filter, update, options);
  }

  /**
   * Updates the document with this id, by one command. Sends `preUpdate`, `postUpdate`, `postWrite`, no save signals.
   * @returns the number of documents that matched, and of those that are different now: 0 or 1
   * @throws InvalidFilterError if it cannot be an id of this class, and what `updateOne` throws
   */
  updateById(
    id: DocumentIdOrHex<T>,
    update: DocumentUpdate<T>,
    options: UpdateOptions = noOptions,
  ): Promise<UpdateResult> {
    return updateById(this.#context, id, update, options);
  }

  /**
   * Carries out inserts, updates and deletes by one command for each stretch of one kind. All is checked before anything is sent.
   * Sends `preInit`, `postInit`, `preSave`, `preUpdate`, `preSavePostValidation`, `postSave`, `postUpdate`, `postWrite`; delete signals for deletes.
   * @param parts `{ insertOne: { document } }`, `{ updateMany: { filter, update } }`, `{ deleteOne: { filter } }` …; an update whose counts
   * somebody hears is a command of its own, and deletes with listeners are carried out one document after another
   * @throws ValidationError, BulkWriteError if some parts were not applied, PostSignalError (the writes stand), or what a `pre…` receiver threw
   */
  bulkWrite(
    parts: readonly BulkWritePart<T>[],
    options: BulkWriteOptions = noOptions,
  ): Promise<BulkWriteResult> {
    return bulkWrite(this.#context, parts, options);
  }

  /**
   * Updates one document that matches and returns it, by one command. It can be saved, unless it is returned as it was before, or has a part
   * of some field only. Sends `preUpdate`, `preInit`, `postInit`, `postLoad`, `postUpdate`, `postWrite`, no save signals.
   * @returns the document after the update, or before it with `{ returns: 'before' }`; null if none matched
   * @throws what `updateOne` throws; DecodeError if the document does not fit its class, or what receivers of `preInit`, `postInit`,
   * `postLoad` throw: the write stands then
   */
  findOneAndUpdate<K extends SelectionPath<T>>(
    filter: DocumentFilter<T>,
    update: DocumentUpdate<T>,
    options: FindOneAndUpdateOptions<T, K> & { readonly select: readonly K[] },
  ): Promise<SelectedDocument<T, K> | null>;
  findOneAndUpdate(
    filter: DocumentFilter<T>,
    update: DocumentUpdate<T>,
    options: FindOneAndUpdateOptions<T> & { readonly upsert: true; readonly returns?: 'after' },
  ): Promise<T>;
  findOneAndUpdate(
    filter: DocumentFilter<T>,
    update: DocumentUpdate<T>,
    options?: FindOneAndUpdateOptions<T>,
  ): Promise<T | null>;
  findOneAndUpdate(
    filter: DocumentFilter<T>,
    update: DocumentUpdate<T>,
    options: UpdateOptions = noOptions,
  ): Promise<never> {
    return findOneAndUpdate(this.#context, filter, update, options) as Promise<never>;
  }

  /**
   * Deletes one document that matches and returns it: by one command, or if deletes have listeners by one that loads it and one that deletes
   * it. Sends `preInit`, `postInit`, `postLoad`, and `preDelete`, `postDelete` if deletes have listeners, `postWrite`.
   * @returns the document as it was, which cannot be saved; null if none matched
   * @throws what `deleteMany` throws; DecodeError if the document does not fit its class: without listeners of deletes it is gone then
   */
  findOneAndDelete<K extends SelectionPath<T>>(
    filter: DocumentFilter<T>,
    options: FindOneAndDeleteOptions<T, K> & { readonly select: readonly K[] },
  ): Promise<SelectedDocument<T, K> | null>;
  findOneAndDelete(filter: DocumentFilter<T>, options?: FindOneAndDeleteOptions<T>): Promise<T | null>;
  findOneAndDelete(filter: DocumentFilter<T>, options: DeleteManyOptions = noOptions): Promise<never> {
    return findOneAndDelete(this.#context, filter, options) as Promise<never>;
  }

  /**
   * Updates one document that matches, or inserts one with the values of the filter and the update, defaults and a new id, by one command.
   * Sends `preUpdate`, `postUpdate`, `postWrite`, neither init nor save signals.
   * @returns the id of the document, and whether it was inserted
   * @throws what `updateOne` throws; ValidationError too if a document could not be inserted, as a required field would be missing;
   * InvalidUpdateError for a pipeline, and for a class with `@Sequence()`
   */
  upsertOne(
    filter: DocumentFilter<T>,
    update: DocumentUpdate<T>,
    options: UpdateOptions = noOptions,
  ): Promise<UpsertResult<T>> {
    return upsertOne(this.#context, filter, update, options);
  }

  /**
   * Replaces one document of this very class that matches by the values of a new one, and returns it; what cannot change or the library fills
   * stays. Sends `preUpdate`, `preInit`, `postInit`, `postLoad`, `postUpdate`, `postWrite`, no save signals.
   * @param values initialisers and defaults fill the fields that they leave out
   * @returns the document after it, or before it with `{ returns: 'before' }`; null if none matched
   * @throws what `findOneAndUpdate` throws; ValidationError too if the values lack a required field or name one that stays
   */
  findOneAndReplace<K extends SelectionPath<T>>(
    filter: DocumentFilter<T>,
    values: CreateValues<T>,
    options: FindOneAndReplaceOptions<T, K> & { readonly select: readonly K[] },
  ): Promise<SelectedDocument<T, K> | null>;
  findOneAndReplace(
    filter: DocumentFilter<T>,
    values: CreateValues<T>,
    options?: FindOneAndReplaceOptions<T>,
  ): Promise<T | null>;
  findOneAndReplace(
    filter: DocumentFilter<T>,
    values: CreateValues<T>,
    options: UpdateOptions = noOptions,
  ): Promise<never> {
    return findOneAndReplace(this.#context, filter, values, options) as Promise<never>;
  }
}
