/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-generated-empty-object-type -- any rows, and no names, are meant */
import type { DocumentFilter } from '../query/filter.js';
import type { FilterOptions } from '../query/compile-filter.js';
import type { DocumentSort } from '../query/compile-sort.js';
import type { FieldPath, FieldValue, PathOrExpression } from '../query/expression/field-types.js';
import { assertCount, compileCount, compileSortByCount } from '../query/pipeline/counts.js';
import { compileFacet } from '../query/pipeline/facet.js';
import { compileGroup } from '../query/pipeline/group.js';
import { asLookup, compileLookup, targetLookup } from '../query/pipeline/lookup.js';
import type { LookupFields } from '../query/pipeline/lookup.js';
import { AggregationReading } from './aggregate/aggregation-reading.js';
import type { LookedUp, TargetDocument, TargetName } from './aggregate/lookup-types.js';
import { compileAddFields, compileProject } from '../query/pipeline/project.js';
import { compileRaw } from '../query/pipeline/raw-stage.js';
import type { RawStage } from '../query/pipeline/raw-stage.js';
import { compileRowMatch, compileRowSort } from '../query/pipeline/kept-rows.js';
import { compileUnion } from '../query/pipeline/union.js';
import { compileUnwind } from '../query/pipeline/unwind.js';
import type { UnwindOptions } from '../query/pipeline/unwind.js';
import type { ArrayPath, PathOfKind, Unwound } from '../query/pipeline/joined-types.js';
import type {
  Extended,
  GroupKeys,
  Grouped,
  GroupValues,
  Projected,
  RowShape,
  UnknownNames,
  ValueCount,
} from '../query/pipeline/row-types.js';
import type { Reshaped } from '../query/pipeline/reshaped.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { AggregatedDocuments } from './aggregated-documents.js';
import { notContinued } from './aggregation-errors.js';
import type { AggregationSteps, ForRow } from './aggregation-steps.js';

type FacetRow<Part> = Part extends Aggregation<any, infer Row> ? Row : never;

/**
 * An aggregation that was not sent yet. Immutable: each stage returns a new one, and only `toArray`, `first`, `explain` or a loop over it
 * sends it. Stages have the names of MongoDB and see the documents that `find` sees; in them, text is a path.
 */
export class Aggregation<T extends object, Row = T> extends AggregationReading<Row> {
  readonly #steps: AggregationSteps;

  /** @internal */
  constructor(steps: AggregationSteps) {
    super(steps);
    this.#steps = steps;
    Object.freeze(this);
  }

  /** Keeps the rows that match. @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError, InvalidPipelineError */
  match(filter: DocumentFilter<Row>, options?: FilterOptions): Aggregation<T, Row> {
    const stage = compileRowMatch(this.#steps, filter, options);
    return this.#reshaped({ stages: [stage], row: this.#steps.row });
  }

  /** Sorts by these paths, the first one first. @throws UnknownPathError, InvalidQueryError, InvalidPipelineError */
  sort(sort: DocumentSort<Row>): Aggregation<T, Row> {
    return new Aggregation(this.#steps.kept((row) => ({ $sort: compileRowSort(row, sort) })));
  }

  /** Keeps the first `count` rows. @throws InvalidPipelineError unless it is a whole number of at least 1 */
  limit(count: number): Aggregation<T, Row> {
    assertCount('limit', count, 1);
    return new Aggregation(this.#steps.kept(() => ({ $limit: count })));
  }

  /** Leaves out the first `count` rows. @throws InvalidPipelineError unless it is a whole number of at least 0 */
  skip(count: number): Aggregation<T, Row> {
    assertCount('skip', count, 0);
    return new Aggregation(this.#steps.kept(() => ({ $skip: count })));
  }

  /** Includes soft-deleted documents (`@DeletedAt()`) of the class itself. @throws InvalidPipelineError in a part of a facet */
  withDeleted(): Aggregation<T, Row> {
    return new Aggregation(this.#steps.withDeleted());
  }

  /**
   * Keeps these values and no others: `{ name: true, city: 'address.city', next: e.add(e.field('age'), 1) }`.
   * @throws UnknownPathError, InvalidPipelineError
   */
  project<const Shape extends RowShape<Row>>(
    shape: ForRow<Row, Shape> & ([UnknownNames<Row, Shape>] extends [never] ? unknown : never),
  ): Aggregation<T, Projected<Row, Shape>> {
    return this.#reshaped(compileProject(this.#steps.row, this.#steps.given(shape)));
  }

  /** Adds values to the rows; those of fields that exist replace them. @throws UnknownPathError, InvalidPipelineError */
  addFields<const Added extends GroupKeys<Row>>(
    added: ForRow<Row, Added>,
  ): Aggregation<T, Extended<Row, Projected<Row, Added>>> {
    return this.#reshaped(compileAddFields(this.#steps.row, this.#steps.given(added)));
  }

  /**
   * Gives a row for each group of rows with the same values of `by`, null and absent alike; `{}` makes one group of all. The values of `by`
   * stand beside the computed ones, not under an `_id`: `group({ city: 'address.city' }, (e) => ({ count: e.count() }))`.
   * @throws UnknownPathError, InvalidPipelineError
   */
  group<Keys extends GroupKeys<Row>, Values extends GroupValues = Record<never, never>>(
    by: ForRow<Row, Keys>,
    values?: ForRow<Row, Values>,
  ): Aggregation<T, Grouped<Row, Keys, Values>> {
    return this.#reshaped(
      compileGroup(this.#steps.row, this.#steps.given(by), this.#steps.given(values ?? {})),
    );
  }

  /** Gives a row for each element of an array, with the element in its place. @throws UnknownPathError, InvalidPipelineError */
  unwind<P extends FieldPath<Row>, const Options extends UnwindOptions = Record<never, never>>(
    path: P & ArrayPath<Row, P>,
    options?: Options,
  ): Aggregation<T, Unwound<Row, P, Options>> {
    return this.#reshaped(compileUnwind(this.#steps.row, path, options ?? {}));
  }

  /**
   * Fills a property with `@BelongsTo`, `@HasMany` or `@HasOne` of the row: `lookup('author')`. Soft-deleted documents are left out. A list is in the order of the
   * server; a single document is null if it is missing.
   * @param pipeline refines the documents
   * @throws InvalidPipelineError for another name, and for a property that holds a map
   */
  lookup<K extends TargetName<Row>, Found = TargetDocument<Row, K>>(
    target: K,
    pipeline?: (documents: Aggregation<TargetDocument<Row, K>>) => Aggregation<any, Found>,
  ): Aggregation<T, Extended<Row, Record<K, LookedUp<Row, K, Found>>>>;
  /**
   * Adds the documents of another class whose `foreignField` equals the `localField` of the row, as an array named `as`. Both may be arrays.
   * `pipeline` refines them. Soft-deleted ones are left out, and of a subclass only its own are found.
   * @throws NotADocumentError, UnknownPathError, InvalidPipelineError also for a class without a repository, or fields of different types
   */
  lookup<F extends object, L extends FieldPath<Row>, const As extends string, Found = F>(
    lookup: LookupFields<F, L, PathOfKind<F, FieldValue<Row, L>>, As> & {
      readonly pipeline?: (documents: Aggregation<F>) => Aggregation<F, Found>;
    },
  ): Aggregation<T, Extended<Row, Record<As, Found[]>>>;
  lookup(given: unknown, pipeline?: unknown): Aggregation<T, any> {
    const { row } = this.#steps;
    const lookup = typeof given === 'string' ? targetLookup(row, given, pipeline) : asLookup(given);
    const documents = Aggregation.#refined('lookup', this.#steps.of('lookup', lookup.from), lookup.pipeline);
    const { schema } = documents.source;
    // eslint-disable-next-line @typescript-eslint/no-unsafe-return -- the overloads say which rows it gives
    return this.#reshaped<any>(compileLookup(row, lookup, schema, documents.restricted));
  }

  /**
   * Adds the documents of another class as rows of their own; `pipeline` refines them.
   * @throws NotADocumentError
   * @throws InvalidPipelineError also for a class without a repository, or if one name is stored differently in both
   */
  unionWith<F extends object, Other = F>(
    documentClass: DocumentClass<F>,
    pipeline?: (documents: Aggregation<F>) => Aggregation<F, Other>,
  ): Aggregation<T, Row | Other> {
    const others = Aggregation.#refined('unionWith', this.#steps.of('unionWith', documentClass), pipeline);
    return this.#reshaped(compileUnion(this.#steps.row, others.source.schema, others.restricted));
  }

  /**
   * Runs several pipelines over the same rows, and gives a single row with the rows of each under its name:
   * `facet({ cities: (rows) => rows.sortByCount('address.city'), all: (rows) => rows.count() })`.
   * @throws InvalidPipelineError
   */
  facet<Parts extends Readonly<Record<string, (rows: Aggregation<T, Row>) => Aggregation<T, any>>>>(
    parts: Parts,
  ): Aggregation<T, { -readonly [K in keyof Parts]: FacetRow<ReturnType<Parts[K]>>[] }> {
    const found = (part: unknown): Reshaped => Aggregation.#refined('facet', this.#steps.part(), part);
    return this.#reshaped(compileFacet(this.#steps.row, parts, found));
  }

  /** Counts the rows: `{ count }`. Without any row it gives none, so `first()` is null. */
  count(): Aggregation<T, { count: number }> {
    return this.#reshaped(compileCount(this.#steps.row));
  }

  /** Counts the rows of each value: `{ value, count }`, the most frequent one first. @throws UnknownPathError, InvalidPipelineError */
  sortByCount<X extends PathOrExpression<Row>>(of: ForRow<Row, X>): Aggregation<T, ValueCount<Row, X>> {
    return this.#reshaped(compileSortByCount(this.#steps.row, this.#steps.given(of)));
  }

  /**
   * Adds a stage in MongoDB's own form, with stored keys; never make one from what a request holds. Afterwards rows are values as stored:
   * `as<…>()` names their type.
   * @throws InvalidPipelineError also for a stage that writes
   */
  stage(raw: RawStage): Aggregation<T, unknown> {
    return this.#reshaped(compileRaw(this.#steps.row, 'stage', [raw]));
  }

  /** Loads the rows, which must be whole documents, as `find` does; after raw stages they are read-only. @throws InvalidPipelineError */
  as(documentClass: DocumentClass<T>): AggregatedDocuments<T>;
  /** Names the type of the rows, which is not checked. */
  as<Named>(): Aggregation<T, Named>;
  as(...documentClass: [] | [DocumentClass<T>]): AggregatedDocuments<T> | Aggregation<T, any> {
    if (documentClass.length === 0) return new Aggregation(this.#steps);
    return new AggregatedDocuments(this.#steps.documents(documentClass[0]));
  }

  #reshaped<NewRow>(reshaped: Reshaped): Aggregation<T, NewRow> {
    return new Aggregation(this.#steps.then(reshaped));
  }

  /** Calls a callback that continues a pipeline. @throws InvalidPipelineError if it returns anything else */
  static #refined(place: string, begin: AggregationSteps, callback: unknown): AggregationSteps {
    if (callback === undefined) return begin;
    const given: unknown = isCallback(callback) ? callback(new Aggregation(begin)) : undefined;
    if (typeof given === 'object' && given !== null && #steps in given && given.#steps.continues(begin))
      return given.#steps;
    throw notContinued(place);
  }
}

function isCallback(value: unknown): value is (rows: unknown) => unknown {
  return typeof value === 'function';
}
