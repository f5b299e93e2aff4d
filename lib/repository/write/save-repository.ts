import type { DocumentUpdate } from '../../update/document-update.js';
import type { AssignValues, CreateValues } from '../../schema/type/given-types.js';
import type { ChangeSet } from '../../state/change/change-set.js';
import { noOptions } from '../../operation/operation-options.js';
import type {
  AssignOptions,
  InsertManyOptions,
  ModifyOptions,
  OperationOptions,
  SaveManyOptions,
  WriteOptions,
} from '../../operation/operation-options.js';
import { assign } from '../../operation/build/assign.js';
import { build } from '../../operation/build/build.js';
import { changes } from '../../operation/save/changes.js';
import { create } from '../../operation/build/create.js';
import { modify } from '../../operation/modify/modify.js';
import { insertMany } from '../../operation/insert/insert-many.js';
import { replace } from '../../operation/save/replace.js';
import { restore } from '../../operation/restore/restore.js';
import { save } from '../../operation/save/save.js';
import { saveMany } from '../../operation/save/save-many.js';
import { RepositoryAccess } from '../repository-access.js';
import type { DocumentOrPart } from '../selected.js';
import type { RepositoryContext } from '../../operation/repository-context.js';
import { LeaseRepository } from './lease-repository.js';

/** The methods of a repository that make documents and write those that they are given. */
export abstract class SaveRepository<T extends object> extends LeaseRepository<T> {
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
