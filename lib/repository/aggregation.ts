import type { DocumentFilter } from '../query/filter.js';
import { compileFilter } from '../query/compile-filter.js';
import { compileSort } from '../query/compile-sort.js';
import type { DocumentSort } from '../query/compile-sort.js';
import type { DocumentSchema } from '../schema/document-schema.js';
import { rowExpressions } from '../query/expression/expressions.js';
import type { RowExpressions } from '../query/expression/expressions.js';
import { compileGroup } from '../query/pipeline/group.js';
import type { Reshaped } from '../query/pipeline/reshaped.js';
import type { GroupKeys, Grouped, GroupValues, PlainDocument } from '../query/pipeline/row-types.js';
import { aggregateAll } from '../operation/aggregate/aggregate.js';
import type { CompiledAggregation } from '../operation/aggregate/aggregate.js';
import { restrict } from '../operation/concrete-schema.js';
import type { OperationOptions } from '../operation/operation-options.js';
import type { RepositoryContext } from '../operation/repository-context.js';
import type { Plain } from '../value/plain-object.js';

/** What is known of an aggregation so far. */
interface AggregationState {
  readonly stages: readonly Plain[];
  readonly row: DocumentSchema;
}

/** Something for a row, or a function that makes it with the expressions of the row. */
export type ForRow<Row, S> = S | ((e: RowExpressions<Row>) => S);

export class Aggregation<T extends object, Row = T> {
  readonly #repository: RepositoryContext;
  readonly #state: AggregationState;
  readonly #options: OperationOptions;

  private constructor(repository: RepositoryContext, state: AggregationState, options: OperationOptions) {
    this.#repository = repository;
    this.#state = state;
    this.#options = options;
    Object.freeze(this);
  }

  /** @internal */
  static of<T extends object>(repository: RepositoryContext, options: OperationOptions): Aggregation<T> {
    return new Aggregation(repository, { stages: [], row: repository.schema }, options);
  }

  match(filter: DocumentFilter<Row>): Aggregation<T, Row> {
    return this.#with([{ $match: compileFilter(this.#state.row, filter) }]);
  }

  group<Keys extends GroupKeys<Row>, Values extends GroupValues = Record<never, never>>(
    by: ForRow<Row, Keys>,
    values?: ForRow<Row, Values>,
  ): Aggregation<T, Grouped<Row, Keys, Values>> {
    return this.#reshaped(compileGroup(this.#state.row, this.#given(by), this.#given(values ?? {})));
  }

  sort(sort: DocumentSort<Row>): Aggregation<T, Row> {
    return this.#with([{ $sort: Object.fromEntries(compileSort(this.#state.row, sort)) }]);
  }

  async toArray(): Promise<PlainDocument<Row>[]> {
    return (await aggregateAll(this.#repository, this.#compiled(), this.#options)) as PlainDocument<Row>[];
  }

  #compiled(): CompiledAggregation {
    const { stages, row } = this.#state;
    const restriction = restrict(this.#repository, { filter: {} });
    return {
      pipeline: [...(Object.keys(restriction).length > 0 ? [{ $match: restriction }] : []), ...stages],
      rowType: { kind: 'embedded', schema: row },
      rowName: row.name,
      driverOptions: {},
    };
  }

  #given<S>(given: ForRow<Row, S>): unknown {
    return typeof given === 'function'
      ? (given as (e: unknown) => S)(rowExpressions(this.#state.row))
      : given;
  }

  #with(stages: readonly Plain[]): Aggregation<T, Row> {
    return this.#reshaped({ stages, row: this.#state.row });
  }

  #reshaped<NewRow>({ stages, row }: Reshaped): Aggregation<T, NewRow> {
    const state = { stages: [...this.#state.stages, ...stages], row };
    return new Aggregation<T, NewRow>(this.#repository, state, this.#options);
  }
}
