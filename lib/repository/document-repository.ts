/* eslint-disable @typescript-eslint/unified-signatures -- a filter may be left out, and a variable that is undefined must not mean all documents */
import type { DocumentFilter } from '../query/filter.js';
import type { DocumentIdOrHex } from '../schema/type/id-types.js';
import type { AssignValues, CreateValues } from '../operation/build/create-values.js';
import type { ChangeSet } from '../state/change/change-set.js';
import { filterAndOptions } from './filter-and-options.js';
import type { FilterAndOptions } from './filter-and-options.js';
import { noOptions } from '../operation/operation-options.js';
import type {
  DeleteManyOptions,
  DeleteOptions,
  InsertManyOptions,
  OperationOptions,
} from '../operation/operation-options.js';
import { assign } from '../operation/build/assign.js';
import { build } from '../operation/build/build.js';
import { changes } from '../operation/save/changes.js';
import { count } from '../operation/find/count.js';
import { create } from '../operation/build/create.js';
import { deleteMany } from '../operation/delete/delete-many.js';
import { deleteDocument } from '../operation/delete/delete.js';
import { exists } from '../operation/find/exists.js';
import { findById, getById } from '../operation/find/find-by-id.js';
import { findOne, getOne } from '../operation/find/find-one.js';
import { insertMany } from '../operation/insert/insert-many.js';
import { reload } from '../operation/find/reload.js';
import { save } from '../operation/save/save.js';
import { QuerySet } from './query-set.js';
import type { DocumentOrPart } from './selected.js';
import type { RepositoryContext } from '../operation/repository-context.js';
import { RepositoryNotReadyError } from '../operation/operation-errors.js';

/**
 * Stores and finds the documents of one class. Injected by `@InjectRepository(Person)`; a repository of your own extends `repositoryOf(Person)`.
 *
 * A document has no tie to its repository: it is a plain object, and what is known of it is hidden.
 * Each operation is one file in `operations/`.
 */
export class DocumentRepository<T extends object> {
  #given: RepositoryContext | undefined;

  /** Called by `DocumentsModule.forFeature`. A repository of your own is given its context when it is made. */
  constructor(context?: RepositoryContext) {
    this.#given = context;
  }

  /** @internal Gives a repository of the application's own what the repository of its class works with. */
  static share(source: unknown, own: DocumentRepository<object>): void {
    if (typeof source === 'object' && source !== null && #given in source) own.#given = source.#given;
  }

  /** @throws RepositoryNotReadyError */
  get #context(): RepositoryContext {
    if (!this.#given) throw new RepositoryNotReadyError(this.constructor.name);
    return this.#given;
  }

  /**
   * Makes a new document and stores nothing. Initialisers of the class and defaults fill what `values` leave out.
   * Sends `preInit`, `postInit`.
   * @throws ValidationError if `values` name something that is no field, DocumentConstructorError, FieldNotWritableError
   */
  build(values: CreateValues<T> = {}, options: OperationOptions = noOptions): T {
    return build(this.#context, values, options) as T;
  }

  /**
   * Makes a new document of values, as `build`, and inserts it. Sends `preInit`, `postInit`, `preSave`, `preSavePostValidation`, `postSave`.
   * @throws what `build` throws, ValidationError, DuplicateKeyError, RecursiveSignalError, PostSignalError (the write stands), or what a
   * `pre…` receiver threw
   */
  create(values: CreateValues<T> = {}, options: OperationOptions = noOptions): Promise<T> {
    return create(this.#context, values, options) as Promise<T>;
  }

  /**
   * Gives a document the values that are not undefined, as those of a request that changes some of it: all of them, or none where one is
   * refused. An embedded document is replaced. What is given is stored by the next save. Sends no command; sends no signals.
   * @returns the same document
   * @throws ValidationError if `values` name something that is no field, or change what is immutable of a stored document or written by the
   * library; DocumentDeletedError, ReadOnlyDocumentError, WrongDocumentClassError, FieldNotWritableError, or what a setter throws
   */
  assign<D extends DocumentOrPart<T>>(document: D, values: AssignValues<T>): D {
    return assign(this.#context, document, values);
  }

  /**
   * Stores a document: a new one is inserted, a loaded one updated with the least that differs, and one that has not changed
   * costs no command. Never an upsert. Sends `preSave`, `preSavePostValidation`, `postSave`.
   * @returns the same document
   * @throws ValidationError, DuplicateKeyError, StaleDocumentError, DocumentDeletedError, ReadOnlyDocumentError, WrongDocumentClassError,
   * ParallelWriteError, RecursiveSignalError, PostSignalError (the write stands), or what a `pre…` receiver threw
   */
  save<D extends DocumentOrPart<T>>(document: D, options: OperationOptions = noOptions): Promise<D> {
    return save(this.#context, document, options);
  }

  /**
   * What the next save would write, as the document stands, without what receivers will change: every field of a new document.
   * Sends no command; sends no signals.
   * @throws ValidationError if a value does not fit its field, DocumentDeletedError, ReadOnlyDocumentError, WrongDocumentClassError
   */
  changes(document: DocumentOrPart<T>): ChangeSet<T> {
    return changes(this.#context, document) as ChangeSet<T>;
  }

  /**
   * Inserts new documents with one command, valid all of them or none; plain values among them are built first, as by `build`.
   * Sends `preInit`, `postInit` for values that are built, `preBulkInsert`, `postBulkInsert`, no save signals.
   * @returns those that were inserted
   * @throws ValidationError, DocumentAlreadyStoredError, BulkWriteError if the server refused some, PostSignalError (the write stands)
   */
  insertMany(
    documents: readonly (T | CreateValues<T>)[],
    options: InsertManyOptions = noOptions,
  ): Promise<readonly T[]> {
    return insertMany<T>(this.#context, documents, options);
  }

  /** The document with this id. Sends `preInit`, `postInit`, `postLoad`. @throws DocumentNotFoundError, InvalidFilterError if it cannot be an id of this class */
  getById(id: DocumentIdOrHex<T>, options: OperationOptions = noOptions): Promise<T> {
    return getById(this.#context, id, options) as Promise<T>;
  }

  /** The document with this id; null if there is none. Sends `preInit`, `postInit`, `postLoad`. @throws InvalidFilterError if it cannot be an id of this class */
  findById(id: DocumentIdOrHex<T>, options: OperationOptions = noOptions): Promise<T | null> {
    return findById(this.#context, id, options) as Promise<T | null>;
  }

  /** A document that matches, without a filter any. Sends `preInit`, `postInit`, `postLoad`. @throws DocumentNotFoundError, and what `findOne` throws */
  getOne(filter: DocumentFilter<T>, options?: OperationOptions): Promise<T>;
  getOne(): Promise<T>;
  getOne(...given: FilterAndOptions<T>): Promise<T> {
    return getOne(this.#context, ...filterAndOptions(given)) as Promise<T>;
  }

  /**
   * A document that matches, without a filter any; null if there is none. Sends `preInit`, `postInit`, `postLoad`.
   * @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError
   */
  findOne(filter: DocumentFilter<T>, options?: OperationOptions): Promise<T | null>;
  findOne(): Promise<T | null>;
  findOne(...given: FilterAndOptions<T>): Promise<T | null> {
    return findOne(this.#context, ...filterAndOptions(given)) as Promise<T | null>;
  }

  /**
   * The documents that match, without a filter all, to be refined and read. Sends `preInit`, `postInit`, `postLoad` when they are read.
   * @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError
   */
  find(filter: DocumentFilter<T>, options?: OperationOptions): QuerySet<T>;
  find(): QuerySet<T>;
  find(...given: FilterAndOptions<T>): QuerySet<T> {
    return QuerySet.of(this.#context, ...filterAndOptions(given));
  }

  /** Whether a document matches, without a filter whether there is one. Loads none and sends no signals. @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError */
  exists(filter: DocumentFilter<T>, options?: OperationOptions): Promise<boolean>;
  exists(): Promise<boolean>;
  exists(...given: FilterAndOptions<T>): Promise<boolean> {
    return exists(this.#context, ...filterAndOptions(given));
  }

  /** How many documents match, without a filter all. Loads none and sends no signals. @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError */
  count(filter: DocumentFilter<T>, options?: OperationOptions): Promise<number>;
  count(): Promise<number>;
  count(...given: FilterAndOptions<T>): Promise<number> {
    return count(this.#context, ...filterAndOptions(given));
  }

  /**
   * Gives a stored document the values that are in the database, of the fields that were loaded; changes that were not saved are lost.
   * Sends `preInit`, `postInit`, `postLoad`.
   * @returns the same document
   * @throws DocumentNotFoundError if it is gone, DocumentNotStoredError, DocumentDeletedError, ReadOnlyDocumentError, ParallelWriteError,
   * RecursiveSignalError
   */
  reload<D extends DocumentOrPart<T>>(document: D, options: OperationOptions = noOptions): Promise<D> {
    return reload(this.#context, document, options);
  }

  /**
   * Deletes a stored document; one whose class has `@DeletedAt()` is kept and not found any more, unless `{ permanent: true }` is given.
   * Sends `preDelete`, and `postDelete` if it was still there.
   * @returns whether it was still there
   * @throws DocumentNotStoredError, DocumentDeletedError, ReadOnlyDocumentError, ParallelWriteError, RecursiveSignalError,
   * PostSignalError (the document is gone), or what a `preDelete` receiver threw
   */
  delete(document: DocumentOrPart<T>, options: DeleteOptions = noOptions): Promise<boolean> {
    return deleteDocument(this.#context, document, options);
  }

  /**
   * Deletes the documents that match: with one command if nobody listens to deletes of the class or of one that extends it,
   * else one after another. The first error ends that; what was deleted stays so.
   * Sends `preInit`, `postInit`, `postLoad`, `preDelete`, `postDelete` for the documents if somebody listens to deletes.
   * @returns how many were deleted
   * @throws EmptyFilterError for `{}` without `{ allowAll: true }`
   */
  deleteMany(filter: DocumentFilter<T>, options: DeleteManyOptions = noOptions): Promise<number> {
    return deleteMany(this.#context, filter, options);
  }
}
