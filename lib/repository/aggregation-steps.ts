import type { ServerOptions } from '../driver/command/find-options.js';
import type { CompiledAggregation } from '../operation/aggregate/aggregate.js';
import { aggregateDocuments } from '../operation/aggregate/aggregate-documents.js';
import { serverOptionsOf } from '../operation/aggregate/aggregation-options.js';
import type { AggregationOptions } from '../operation/aggregate/aggregation-options.js';
import { restricted, sourceOf } from '../operation/aggregate/row-source.js';
import type { RowSource } from '../operation/aggregate/row-source.js';
import type { RepositoryContext } from '../operation/repository-context.js';
import { defaultSelection } from '../query/compile-selection.js';
import { rowExpressions } from '../query/expression/expressions.js';
import type { RowExpressions } from '../query/expression/expressions.js';
import { InvalidPipelineError } from '../query/query-errors.js';
import type { Reshaped } from '../query/pipeline/reshaped.js';
import { isUnknownRow, rowType } from '../query/pipeline/row.js';
import type { DocumentSchema } from '../schema/document-schema.js';
import { describeValue } from '../value/describe-value.js';
import type { Plain } from '../value/plain-object.js';

/** Something that depends on the row, or a function that makes it with the expressions of the row. */
export type ForRow<Row, S> = S | ((e: RowExpressions<Row>) => S);

/** The contents of rows: whole documents, values that stages have computed, or what only the caller knows. */
type Content = 'documents' | 'values' | 'unknown';

/** The repository that sends an aggregation, and its options; a part of another aggregation has none. */
interface Sender {
  readonly repository: RepositoryContext;
  readonly options: AggregationOptions;
  readonly server: ServerOptions;
}

/** The parts of an aggregation, apart from the types of its rows. */
interface Parts extends Reshaped {
  readonly source: RowSource;
  readonly sender: Sender | undefined;
  readonly content: Content;
  readonly isWithDeleted: boolean;
  readonly isFacetPart: boolean;
}

/** The stages of an aggregation and what is known of its rows, apart from the types. Immutable. */
export class AggregationSteps implements Reshaped {
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
    Object.freeze(this);
  }

  /** @throws InvalidOptionsError, UnknownPathError */
  static of(repository: RepositoryContext, options: AggregationOptions): AggregationSteps {
    const sender = { repository, options, server: serverOptionsOf(repository.schema, options) };
    return AggregationSteps.#begin(repository, sender);
  }

  static #begin(source: RowSource, sender: Sender | undefined): AggregationSteps {
    return new AggregationSteps({
      ...{ source, sender, stages: [], row: source.schema },
      ...{ content: 'documents', isWithDeleted: false, isFacetPart: false },
    });
  }

  /** Begins the pipeline for the documents of another class. @throws NotADocumentError, InvalidPipelineError */
  of(place: string, documentClass: unknown): AggregationSteps {
    return AggregationSteps.#begin(sourceOf(this.source, place, documentClass), undefined);
  }

  /** Begins a pipeline for the same rows. */
  part(): AggregationSteps {
    const { source, row, content } = this.#parts;
    return new AggregationSteps({
      ...{ source, sender: undefined, stages: [], row, content },
      ...{ isWithDeleted: false, isFacetPart: true },
    });
  }

  get source(): RowSource {
    return this.#parts.source;
  }

  get stages(): readonly Plain[] {
    return this.#parts.stages;
  }

  get row(): DocumentSchema {
    return this.#parts.row;
  }

  /** Whether it continues a pipeline that began as a part of another one. */
  continues(begin: AggregationSteps): boolean {
    return this.#parts.sender === undefined && this.source === begin.source;
  }

  /** Whether the next stage is the first one. */
  get isFirst(): boolean {
    return this.stages.length === 0 && !this.#parts.isFacetPart;
  }

  /** Appends stages and the rows that they give. */
  then({ stages, row, last }: Reshaped): AggregationSteps {
    const reshaped = isUnknownRow(row) ? 'unknown' : 'values';
    const content = row === this.row ? this.#parts.content : reshaped;
    return new AggregationSteps({
      ...{ ...this.#parts, row, content, stages: [...this.stages, ...stages] },
      last: last && { ...last, stages: [...this.stages, ...last.stages] },
    });
  }

  /** Appends a stage that keeps rows as they are. @param stageFor compiles it for rows with these keys */
  kept(stageFor: (row: DocumentSchema) => Plain): AggregationSteps {
    const { stages, row, last } = this.#parts;
    return new AggregationSteps({
      ...{ ...this.#parts, stages: [...stages, stageFor(row)] },
      last: last && { ...last, stages: [...last.stages, stageFor(last.row)] },
    });
  }

  /** @throws InvalidPipelineError in a part of a facet, which is given rows that were found before */
  withDeleted(): AggregationSteps {
    if (this.#parts.isFacetPart)
      throw new InvalidPipelineError(
        'withDeleted',
        'It stands in a part of a facet, which finds no documents of its own',
        'Call it before facet',
      );
    return new AggregationSteps({ ...this.#parts, isWithDeleted: true });
  }

  /** The stages, and before them the restriction to documents that may be found. */
  get restricted(): Reshaped {
    return this.#restricted(this.#parts);
  }

  /** The stages that are sent where nothing follows. */
  get last(): Reshaped {
    return this.#restricted(this.#parts.last ?? this.#parts);
  }

  #restricted({ stages, row }: Reshaped): Reshaped {
    const { source, isWithDeleted } = this.#parts;
    return { stages: restricted(source, stages, isWithDeleted), row };
  }

  /** Calls a function with the expressions for the row; other values are returned as they are. */
  given(forRow: unknown): unknown {
    if (typeof forRow !== 'function') return forRow;
    if (/^class\b/.test(Function.prototype.toString.call(forRow)))
      throw new InvalidPipelineError(
        'its callback',
        'It was given a class',
        'Pass an object, or a function that makes one',
      );
    return (forRow as (e: unknown) => unknown)(rowExpressions(this.row));
  }

  /** @throws InvalidPipelineError for a part of another aggregation */
  sent(place: string): Sender & { readonly aggregation: CompiledAggregation } {
    const { sender } = this.#parts;
    if (!sender)
      throw new InvalidPipelineError(
        place,
        'It is a part of another aggregation, which alone is sent',
        'Return it from the callback, with its stages',
      );
    const { server } = sender;
    const { stages, row } = this.last;
    return { ...sender, aggregation: { pipeline: stages, rowType: rowType(row), rowName: row.name, server } };
  }

  /**
   * Reads the rows as documents.
   * @param limit at most as many
   * @throws InvalidPipelineError unless the rows are whole documents of the class, or unknown
   */
  documents(documentClass: unknown): (limit: number | undefined) => AsyncGenerator<object, void, void> {
    const { repository, aggregation, options } = this.sent('as');
    const { schema, family } = repository;
    if (documentClass !== schema.documentClass)
      throw new InvalidPipelineError(
        'as',
        `It was given ${describeValue(documentClass)} in place of ${schema.name}`,
        `Pass ${schema.name}, or nothing to name the type of the rows`,
      );
    if (this.#parts.content === 'values')
      throw new InvalidPipelineError(
        'as',
        `Its rows are no longer whole documents of ${schema.name}`,
        'Use match, sort, skip and limit only, or read plain rows',
      );
    const { projection, loaded } = defaultSelection(schema, family);
    const selected = projection ? [{ $project: projection }] : [];
    // Nobody knows whether rows of raw stages are whole, so that they could be saved.
    const loading = { loaded, isReadOnly: this.#parts.content === 'unknown' };
    return (limit) => {
      const limited = limit === undefined ? [] : [{ $limit: limit }];
      const pipeline = [...aggregation.pipeline, ...limited, ...selected];
      return aggregateDocuments(repository, { ...aggregation, pipeline }, loading, options);
    };
  }
}
