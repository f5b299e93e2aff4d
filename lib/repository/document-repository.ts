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
import type { AssignValues, CreateValues } from '../schema/type/given-types.js';
import type { ChangeSet } from '../state/change/change-set.js';
import { noOptions } from '../operation/operation-options.js';
import type {
  AssignOptions,
  BulkWriteOptions,
  DeleteByIdOptions,
  DeleteManyOptions,
  DeleteOptions,
  FindOneAndDeleteOptions,
  FindOneAndReplaceOptions,
  FindOneAndUpdateOptions,
  InsertManyOptions,
  ModifyOptions,
  OperationOptions,
  SaveManyOptions,
  RestoreManyOptions,
  UpdateOptions,
  WriteOptions,
} from '../operation/operation-options.js';
import { assign } from '../operation/build/assign.js';
import { build } from '../operation/build/build.js';
import { changes } from '../operation/save/changes.js';
import { create } from '../operation/build/create.js';
import { deleteById } from '../operation/delete/delete-by-id.js';
import { deleteOne } from '../operation/delete/delete-one.js';
import { deleteMany } from '../operation/delete/delete-many.js';
import { deleteDocument } from '../operation/delete/delete.js';
import { bulkWrite } from '../operation/bulk/bulk-write.js';
import type { BulkWriteResult } from '../operation/bulk/bulk-counts.js';
import type { BulkWritePart } from '../operation/bulk/write-part.js';
import { modify } from '../operation/modify/modify.js';
import { insertMany } from '../operation/insert/insert-many.js';
import { replace } from '../operation/save/replace.js';
import { restore } from '../operation/restore/restore.js';
import { restoreMany } from '../operation/restore/restore-many.js';
import { save } from '../operation/save/save.js';
import { saveMany } from '../operation/save/save-many.js';
import { RepositoryAccess } from './repository-access.js';
import type { DocumentOrPart, SelectedDocument, SelectionPath } from './selected.js';
import type { RepositoryContext } from '../operation/repository-context.js';
import { LeaseRepository } from './write/lease-repository.js';

/**
 * Stores and finds the documents of one class. Documents are plain objects without a tie to it. Injected by `@InjectRepository(Person)`; a
 * custom repository extends `repositoryOf(Person)`.
 */
export class DocumentRepository<T extends object> extends LeaseRepository<T> {
  get #context(): RepositoryContext {
    return RepositoryAccess.contextOf(this);
  }

  /**
   * Builds a new document and stores nothing. Initialisers of the class and defaults fill the fields that `values` leave out.
   * Sends `preInit`, `postInit`.
   * @throws ValidationError if `values` name an unknown field, DocumentConstructorError, FieldNotWritableError
   */
  build(values: CreateValues<T> = {}, options: OperationOptions = noOptions): T {
    return build(this.#context, values, options) as T;
  }

  /**
   * Builds a document, as `build` does, and inserts it. Sends `preInit`, `postInit`, `preSave`, `preSavePostValidation`, `postSave`, `postWrite`.
   * @throws what `build` throws, ValidationError, DuplicateKeyError, RecursiveSignalError, PostSignalError (the write stands), or what a
   * `pre…` receiver threw
   */
  create(values: CreateValues<T> = {}, options: WriteOptions = noOptions): Promise<T> {
    return create(this.#context, values, options) as Promise<T>;
  }

  /**
   * Assigns the values that are not undefined, as for a partial update: all of them, or none if one is refused. An embedded document is
   * replaced. The next save stores them. Sends no command; sends no signals.
   * @param options the behaviours that the save will go without: their fields may be given then
   * @returns the same document
   * @throws ValidationError for an unknown field, or a change of an immutable one or one that the library writes; StaleDocumentError for another
   * version; DocumentDeletedError, ReadOnlyDocumentError, WrongDocumentClassError, FieldNotWritableError, or what a setter throws
   */
  assign<D extends DocumentOrPart<T>>(
    document: D,
    values: AssignValues<T>,
    options: AssignOptions = noOptions,
  ): D {
    return assign(this.#context, document, values, options);
  }

  /**
   * Stores a document: a new one is inserted, a loaded one updated with its differences, and an unchanged one costs no command. Never an
   * upsert. Sends `preSave`, `preSavePostValidation`, `postSave`, `postWrite` if something was written.
   * @returns the same document
   * @throws ValidationError, DuplicateKeyError, StaleDocumentError, DocumentDeletedError, ReadOnlyDocumentError, WrongDocumentClassError,
   * ParallelWriteError, RecursiveSignalError, PostSignalError (the write stands), or what a `pre…` receiver threw
   */
  save<D extends DocumentOrPart<T>>(document: D, options: WriteOptions = noOptions): Promise<D> {
    return save(this.#context, document, options);
  }

  /**
   * Saves documents, as `save` does, by one command for up to 1,000 of them that differ, or none if any is invalid.
   * Sends `preSave`, `preSavePostValidation`, `postSave` for each document, and `postWrite`.
   * @param documents new and loaded ones, in any order; where the two alternate, each stretch is a command, unless `ordered` is false
   * @returns the documents
   * @throws ValidationError with paths that begin with the index; BulkWriteError if some were not written, with `StaleDocumentError` and the
   * like in `failures`; WriteOutcomeUnknownError, PostSignalError (the writes stand), and what `save` throws
   */
  saveMany<D extends DocumentOrPart<T>>(
    documents: readonly D[],
    options: SaveManyOptions = noOptions,
  ): Promise<D[]> {
    return saveMany(this.#context, documents, options);
  }

  /**
   * Changes a loaded document by operators, by its id and version in one command; it gets the values stored then.
   * Sends `preSave`, `preSavePostValidation`, `preInit`, `postInit`, `postLoad`, `postSave`, `postWrite`.
   * @param document its unsaved changes are saved along; one of a path that the update changes too is an error
   * @param update paths with values or operators: `{ visits: inc(1), tags: push('x') }`; no pipeline
   * @returns the same document
   * @throws ValidationError, InvalidUpdateError, StaleDocumentError, DocumentNotStoredError, and what `save` throws
   */
  modify<D extends DocumentOrPart<T>>(
    document: D,
    update: DocumentUpdate<T>,
    options: ModifyOptions = noOptions,
  ): Promise<D> {
    return modify(this.#context, document, update, options);
  }

  /**
   * Computes what the next save would write, without changes that receivers will make; for a new document every field. Sends no command;
   * sends no signals.
   * @throws ValidationError if a value does not fit its field, DocumentDeletedError, ReadOnlyDocumentError, WrongDocumentClassError
   */
  changes(document: DocumentOrPart<T>): ChangeSet<T> {
    return changes(this.#context, document) as ChangeSet<T>;
  }

  /**
   * Inserts new documents with one command, or none if any is invalid; plain values among them are built first, as by `build`.
   * Sends `preInit`, `postInit` for built documents, `preBulkInsert`, `postBulkInsert`, `postWrite`, no save signals.
   * @returns the documents that were inserted
   * @throws ValidationError, DocumentAlreadyStoredError, BulkWriteError if the server refused some, PostSignalError (the write stands)
   */
  insertMany(
    documents: readonly (T | CreateValues<T>)[],
    options: InsertManyOptions = noOptions,
  ): Promise<T[]> {
    return insertMany<T>(this.#context, documents, options);
  }

  /**
   * Deletes a stored document. One whose class has `@DeletedAt()` is kept and no longer found, unless `{ permanent: true }` is given.
   * Sends `preDelete`, and `postDelete`, `postWrite` if it still existed.
   * @returns whether it still existed
   * @throws DocumentNotStoredError, DocumentDeletedError, ReadOnlyDocumentError, ParallelWriteError, RecursiveSignalError, PostSignalError
   * (the document is gone), or what a `preDelete` receiver threw
   */
  delete(document: DocumentOrPart<T>, options: DeleteOptions = noOptions): Promise<boolean> {
    return deleteDocument(this.#context, document, options);
  }

  /**
   * Deletes the documents that match: by one command, or one after another up to the first error if deletes have listeners.
   * Sends `preInit`, `postInit`, `postLoad`, `preDelete`, `postDelete` for the documents if deletes have listeners, and `postWrite`.
   * @returns how many were deleted
   * @throws EmptyFilterError for `{}` without `{ allowAll: true }`; after an error the documents deleted before stay deleted
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
   * Restores a soft-deleted document: saves it without its time of deletion, with any other changes. It was loaded by `withDeleted`, or
   * deleted as this object. Sends `preSave`, `preSavePostValidation`, `postSave`, `postWrite`.
   * @returns the same document
   * @throws FieldRoleMissingError for a class without `@DeletedAt()`, StaleDocumentError if it is not deleted any more or was changed meanwhile,
   * and what `save` throws
   */
  restore<D extends DocumentOrPart<T>>(document: D, options: WriteOptions = noOptions): Promise<D> {
    return restore(this.#context, document, options);
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
   * @throws what `updateOne` throws; after an error of the server some documents may be updated
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

  /**
   * Stores the whole of a loaded document in place of the stored one, by one command, even if nothing has changed: stored keys that its class
   * does not declare are gone then. Sends `preSave`, `preSavePostValidation`, `postSave`, `postWrite`.
   * @returns the same document
   * @throws DocumentNotStoredError for a new document, PartialDocumentError for one of which only some fields were loaded, StaleDocumentError
   * if it is gone or its version has changed, and what `save` throws
   */
  replace<D extends T>(document: D, options: WriteOptions = noOptions): Promise<D> {
    return replace(this.#context, document, options);
  }
}
