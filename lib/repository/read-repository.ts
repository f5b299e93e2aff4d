/* eslint-disable @typescript-eslint/unified-signatures -- a filter may be left out, and a variable that is undefined must not mean all documents */
import type { DocumentFilter } from '../query/filter.js';
import type { DocumentIdOrHex } from '../schema/type/id-types.js';
import type { DocumentPath, DocumentPathValue } from '../schema/type/path-types.js';
import { filterAndOptions, queryAndOptions } from './filter-and-options.js';
import type { FilterAndOptions } from './filter-and-options.js';
import { noOptions } from '../operation/operation-options.js';
import type { FindOptions, LoadOptions, OperationOptions } from '../operation/operation-options.js';
import { count, estimatedCount, exists } from '../operation/inquire/count.js';
import { distinct } from '../operation/inquire/distinct.js';
import { findById, getById } from '../operation/find/find-by-id.js';
import { findByIds } from '../operation/find/find-by-ids.js';
import { findOne, getOne } from '../operation/find/find-one.js';
import { populatedAsAsked } from '../operation/populate/populating.js';
import { populateDocuments } from '../operation/populate/populate-documents.js';
import type { CheckedPaths, LoadedBy, PopulateOption, PopulatePaths } from './populate/populate-options.js';
import { reload } from '../operation/find/reload.js';
import type { AggregationOptions } from '../operation/aggregate/aggregation-options.js';
import { aggregate } from './aggregate.js';
import type { AggregateArguments } from './aggregate.js';
import type { Aggregation } from './aggregation.js';
import type { RawStage } from '../query/pipeline/raw-stage.js';
import { QuerySet } from './query-set.js';
import { RepositoryAccess } from './repository-access.js';
import type { DistinctValue, DocumentOrPart, DocumentsByIds } from './selected.js';
import type { RepositoryContext } from '../operation/repository-context.js';

/** The methods of a repository that read. */
export abstract class ReadRepository<T extends object> extends RepositoryAccess {
  get #context(): RepositoryContext {
    return RepositoryAccess.contextOf(this);
  }

  /**
   * Loads the document with this id; `{ populate: ['author'] }` fills properties of it, as `populate` does. Sends `preInit`, `postInit`,
   * `postLoad`.
   * @throws DocumentNotFoundError, InvalidFilterError, and what `populate` throws
   */
  getById(id: DocumentIdOrHex<T>, options?: OperationOptions): Promise<T>;
  getById<const P extends PopulatePaths, D extends T = T>(
    id: DocumentIdOrHex<T>,
    options: OperationOptions & PopulateOption<P & CheckedPaths<D, P>>,
  ): Promise<LoadedBy<D, D, P>>;
  getById(id: DocumentIdOrHex<T>, options: LoadOptions = noOptions): Promise<never> {
    return getById(this.#context, id, options, populatedAsAsked) as Promise<never>;
  }

  /**
   * Loads the document with this id; null if it is missing. Sends `preInit`, `postInit`, `postLoad`.
   * @param options with `{ populate: ['author'] }` it fills properties too, as `populate` does
   * @throws InvalidFilterError if it cannot be an id of this class, and what `populate` throws
   */
  findById(id: DocumentIdOrHex<T>, options?: OperationOptions): Promise<T | null>;
  findById<const P extends PopulatePaths, D extends T = T>(
    id: DocumentIdOrHex<T>,
    options: OperationOptions & PopulateOption<P & CheckedPaths<D, P>>,
  ): Promise<LoadedBy<D, D, P> | null>;
  findById(id: DocumentIdOrHex<T>, options: LoadOptions = noOptions): Promise<never> {
    return findById(this.#context, id, options, populatedAsAsked) as Promise<never>;
  }

  /**
   * Loads the documents with these ids, each once and in their order; by one command for each 1,000 ids. Sends `preInit`, `postInit`,
   * `postLoad`.
   * @param options with `{ populate: ['author'] }` it fills properties too, as `populate` does
   * @returns the documents, and the ids that no document has, as they were given
   * @throws InvalidFilterError if one of them cannot be an id of this class, and what `populate` throws
   */
  findByIds(ids: readonly DocumentIdOrHex<T>[], options?: OperationOptions): Promise<DocumentsByIds<T>>;
  findByIds<const P extends PopulatePaths, D extends T = T>(
    ids: readonly DocumentIdOrHex<T>[],
    options: OperationOptions & PopulateOption<P & CheckedPaths<D, P>>,
  ): Promise<DocumentsByIds<LoadedBy<D, D, P>, D>>;
  findByIds(ids: readonly DocumentIdOrHex<T>[], options: LoadOptions = noOptions): Promise<never> {
    return findByIds(this.#context, ids, options, populatedAsAsked) as Promise<never>;
  }

  /**
   * Loads a document that matches; without a filter, any. Sends `preInit`, `postInit`, `postLoad`.
   * @param options with `{ populate: ['author'] }` it fills properties too, as `populate` does
   * @throws DocumentNotFoundError, and what `findOne` throws
   */
  getOne(filter: DocumentFilter<T>, options?: FindOptions): Promise<T>;
  getOne(): Promise<T>;
  getOne<const P extends PopulatePaths, D extends T = T>(
    filter: DocumentFilter<T>,
    options: FindOptions & PopulateOption<P & CheckedPaths<D, P>>,
  ): Promise<LoadedBy<D, D, P>>;
  getOne(...given: FilterAndOptions<T>): Promise<never> {
    return getOne(this.#context, ...filterAndOptions(given), populatedAsAsked) as Promise<never>;
  }

  /**
   * Loads a document that matches, without a filter any; null if none does. Sends `preInit`, `postInit`, `postLoad`.
   * @param options with `{ populate: ['author'] }` it fills properties too, as `populate` does
   * @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError, and what `populate` throws
   */
  findOne(filter: DocumentFilter<T>, options?: FindOptions): Promise<T | null>;
  findOne(): Promise<T | null>;
  findOne<const P extends PopulatePaths, D extends T = T>(
    filter: DocumentFilter<T>,
    options: FindOptions & PopulateOption<P & CheckedPaths<D, P>>,
  ): Promise<LoadedBy<D, D, P> | null>;
  findOne(...given: FilterAndOptions<T>): Promise<never> {
    return findOne(this.#context, ...filterAndOptions(given), populatedAsAsked) as Promise<never>;
  }

  /**
   * Makes a query for the documents that match, without a filter all. Sends `preInit`, `postInit`, `postLoad` when they are read.
   * @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError
   */
  find(filter: DocumentFilter<T>, options?: FindOptions): QuerySet<T>;
  find(): QuerySet<T>;
  find(...given: FilterAndOptions<T>): QuerySet<T> {
    return QuerySet.of(this.#context, ...filterAndOptions(given));
  }

  /**
   * Fills properties with `@BelongsTo`, `@HasMany` and `@HasOne` in documents that are at hand, as `populate` of a query set does: by one
   * command for each path. Sends `preInit`, `postInit`, `postLoad` for the documents that fill them.
   * @param paths a list, or an object with options for each: `{ author: true, comments: { sort: { at: 'desc' }, limit: 3 } }`
   * @returns the same documents in a new list
   * @throws InvalidQueryError for a path that does not lead to such a property, and for a document loaded without the ids;
   * UnknownPathError, InvalidFilterError, WrongDocumentClassError, ValidationError for documents that were put beside references and that a save
   * would refuse; PopulateLimitError, DanglingReferenceError, DecodeError, QueryTimeoutError
   */
  populate<D extends DocumentOrPart<T>, const P extends PopulatePaths>(
    documents: readonly D[],
    paths: P & CheckedPaths<D, P>,
    options: OperationOptions = noOptions,
  ): Promise<LoadedBy<D, D, P>[]> {
    return populateDocuments(this.#context, documents, paths, options) as Promise<never>;
  }

  /**
   * Whether a document matches; without a filter, whether any exists. Loads none and sends no signals.
   * @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError
   */
  exists(filter: DocumentFilter<T>, options?: FindOptions): Promise<boolean>;
  exists(): Promise<boolean>;
  async exists(...given: FilterAndOptions<T>): Promise<boolean> {
    return exists(this.#context, ...queryAndOptions(this.#context, given), 'exists');
  }

  /**
   * Counts the documents that match, without a filter all. Loads none and sends no signals.
   * @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError
   */
  count(filter: DocumentFilter<T>, options?: FindOptions): Promise<number>;
  count(): Promise<number>;
  async count(...given: FilterAndOptions<T>): Promise<number> {
    return count(this.#context, ...queryAndOptions(this.#context, given), 'count');
  }

  /**
   * Reads from the server's own records how many documents the collection has, in the same time for any size. Loads none and sends no signals.
   * @throws InvalidQueryError in a transaction, for a subclass, and for a class with `@DeletedAt()`: use `count` there
   */
  estimatedCount(options: OperationOptions = noOptions): Promise<number> {
    return estimatedCount(this.#context, options);
  }

  /**
   * Reads the different values at a path, of all documents or of those that match, as `find(filter).distinct(path)`. Loads no documents and
   * sends no signals.
   * @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError, DecodeError
   */
  async distinct<K extends DocumentPath<T>>(
    path: K,
    ...given: FilterAndOptions<T>
  ): Promise<DistinctValue<DocumentPathValue<T, K>>[]> {
    const asked = queryAndOptions(this.#context, given);
    return (await distinct(this.#context, path, ...asked, 'distinct')) as never[];
  }

  /**
   * Begins an aggregation of the documents that `find` sees, stage by stage, or with stages in MongoDB's own form, whose rows `as` names.
   * Sends `preInit`, `postInit`, `postLoad` when `as(Person)` loads documents.
   * @param pipeline stages that the program itself writes: an array from a request could read everything
   * @throws InvalidOptionsError, UnknownPathError, InvalidPipelineError
   */
  aggregate(options?: AggregationOptions<T>): Aggregation<T>;
  aggregate(pipeline: readonly RawStage[], options?: AggregationOptions<T>): Aggregation<T, unknown>;
  aggregate(...given: AggregateArguments<T>): Aggregation<T> | Aggregation<T, unknown> {
    return aggregate<T>(this.#context, given);
  }

  /**
   * Gives a document the stored values of the fields that were loaded; unsaved changes are lost. Sends `preInit`, `postInit`, `postLoad`.
   * @returns the same document
   * @throws DocumentNotFoundError, DocumentNotStoredError, DocumentDeletedError, ReadOnlyDocumentError, ParallelWriteError
   */
  reload<D extends DocumentOrPart<T>>(document: D, options: OperationOptions = noOptions): Promise<D> {
    return reload(this.#context, document, options);
  }
}
