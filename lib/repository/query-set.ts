import type { DocumentFilter } from '../query/filter.js';
import { compileFilter } from '../query/compile-filter.js';
import { compileOmission, compileSelection, defaultSelection } from '../query/compile-selection.js';
import type { Selection } from '../query/compile-selection.js';
import { Populating } from '../operation/populate/populating.js';
import { pluck } from '../operation/find/pluck.js';
import type { FindOptions } from '../operation/operation-options.js';
import type { RepositoryContext } from '../operation/repository-context.js';
import type { DocumentField } from '../schema/type/path-types.js';
import { DocumentQuery } from './document-query.js';
import type { LoadedForm, PopulatePath, PopulateTarget } from './populate/loaded.js';
import type { PopulateOptions } from './populate/populate-options.js';
import type {
  OmittedDocument,
  PlainDocument,
  PluckedValue,
  SelectedDocument,
  SelectionPath,
} from './selected.js';
import { refined, ServerQuery } from './server-query.js';

/**
 * A query that was not sent yet. Immutable: methods that refine it return a new one, and only `toArray`, `first`, `getFirst`, `page`,
 * `count`, `exists`, `distinct`, `pluck`, `explain` or a loop over it sends it.
 */
export class QuerySet<T extends object, D = T> extends DocumentQuery<T, D> {
  /** @internal @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError */
  static of<T extends object>(
    repository: RepositoryContext,
    filter: DocumentFilter<T>,
    options: FindOptions,
  ): QuerySet<T> {
    const query = { filter: compileFilter(repository.schema, filter, options) };
    return new QuerySet({ repository, query, options });
  }

  /**
   * Loads only these paths and the id; of paths inside each other the wider one counts. Replaces an earlier `select`, `omit` or `addSelect`. The
   * other fields are undefined. With fields alone, saving leaves those alone; with a path inside a field the documents are read-only.
   * @throws UnknownPathError, also for a path with an index
   */
  select<K extends SelectionPath<T>>(...paths: readonly K[]): QuerySet<T, SelectedDocument<T, K>> {
    const { schema, family } = ServerQuery.stateOf(this).repository;
    return this.#selecting(compileSelection(schema, family, paths));
  }

  /**
   * Loads everything except these paths and fields with `{ select: false }`; id, version and time of deletion are omitted in plain objects
   * only. Replaces an earlier `select`, `omit` or `addSelect`; saving does as for `select`.
   * @throws UnknownPathError, also for a path with an index
   */
  omit<K extends SelectionPath<T>>(...paths: readonly K[]): QuerySet<T, OmittedDocument<T, K>> {
    const { schema, family } = ServerQuery.stateOf(this).repository;
    return this.#selecting(compileOmission(schema, family, paths));
  }

  /**
   * Loads these fields, which are declared with `{ select: false }`, as well. Replaces an earlier `select`, `omit` or `addSelect`.
   * @throws UnknownPathError
   */
  addSelect(...names: readonly DocumentField<T>[]): QuerySet<T> {
    const { schema, family } = ServerQuery.stateOf(this).repository;
    return this.#selecting(defaultSelection(schema, family, names));
  }

  /**
   * Fills properties with `@BelongsTo`, `@HasMany` and `@HasOne` in the documents that are loaded: by one more command for each path, whatever
   * the number of documents. Of missing documents it is null, lists are without them. Sends `preInit`, `postInit`, `postLoad` for them too.
   * @param path names of properties, also inside embedded documents and of documents that are filled in: `'author', 'comments.author'`
   * @param options of one path; they replace those of an earlier call. Default all documents, as they are stored
   * @throws InvalidQueryError for a path that does not lead to one, for one whose ids are not selected, and for options that do not fit;
   * UnknownPathError, InvalidFilterError. Reading throws PopulateLimitError, and DanglingReferenceError with `{ onMissing: 'throw' }`
   */
  populate<const K extends string, const S extends string = never>(
    path: K & PopulatePath<T, K>,
    options: PopulateOptions<PopulateTarget<T, K>, S>,
  ): QuerySet<T, LoadedForm<D, T, K, [S] extends [never] ? unknown : Readonly<Record<K, S>>>>;
  populate<const K extends string>(
    ...paths: readonly (K & PopulatePath<T, K>)[]
  ): QuerySet<T, LoadedForm<D, T, K>>;
  populate(...given: readonly unknown[]): QuerySet<T, never> {
    const { repository, query } = ServerQuery.stateOf(this);
    const [path, options] = given;
    const paths = typeof options === 'object' ? { [path as string]: options } : given;
    return refined(this, Populating.extend(repository, query, paths)) as unknown as QuerySet<T, never>;
  }

  /**
   * Loads documents for reading only: without a snapshot, which saves memory. Saving, deleting or reloading one is a
   * `ReadOnlyDocumentError`.
   */
  readOnly(): this {
    return refined(this, { isReadOnly: true });
  }

  /**
   * Gives plain objects with field names, as for JSON: no instances and no snapshots, so initial values and defaults are left out, and neither
   * `preInit`, `postInit` nor `postLoad` is sent. Select, omit and populate come before.
   * @throws InvalidQueryError if it populates `@HasMany` or `@HasOne` and omits the id
   */
  plain(): DocumentQuery<T, PlainDocument<D>> {
    const { query, ...rest } = ServerQuery.stateOf(this);
    Populating.assertPlain(rest.repository, query);
    return new DocumentQuery({ ...rest, query: { ...query, isPlain: true } });
  }

  /**
   * Reads the values at a path, one for each document, undefined where it has none; embedded documents and maps as plain objects. A path
   * through a list gives the list of what its elements have. Replaces an earlier `select`, `omit` or `addSelect`; sends no signals.
   * @throws UnknownPathError, also for a path with an index; DecodeError, QueryTimeoutError
   */
  async pluck<K extends SelectionPath<T>>(path: K): Promise<PluckedValue<T, K>[]> {
    const { repository, query, options } = ServerQuery.stateOf(this);
    return (await pluck(repository, path, query, options)) as PluckedValue<T, K>[];
  }

  #selecting<S>(selection: Selection): QuerySet<T, S> {
    const set = refined(this, { selection }) as unknown as QuerySet<T, S>;
    const { repository, query } = ServerQuery.stateOf(set);
    Populating.assertSelected(repository, query);
    return set;
  }
}
