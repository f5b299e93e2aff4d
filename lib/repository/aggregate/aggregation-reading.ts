import { explainVerbosities } from '../../driver/command/check-options.js';
import type { ExplainVerbosity } from '../../driver/command/check-options.js';
import { aggregateAll, aggregateEach, explainAggregation } from '../../operation/aggregate/aggregate.js';
import type { AggregationRow } from '../../query/pipeline/row-types.js';
import { frozenCopy } from '../../value/frozen-copy.js';
import type { Plain } from '../../value/plain-object.js';
import { unknownVerbosity, unread } from '../aggregation-errors.js';
import type { AggregationSteps } from '../aggregation-steps.js';

/** The methods of an aggregation that send it. */
export class AggregationReading<Row> implements AsyncIterable<AggregationRow<Row>> {
  readonly #steps: AggregationSteps;

  /** @internal */
  constructor(steps: AggregationSteps) {
    this.#steps = steps;
  }

  /** The stages that are sent, in MongoDB's own form: a frozen copy. */
  pipeline(): readonly Plain[] {
    return frozenCopy(this.#steps.last.stages) as readonly Plain[];
  }

  /** Reads all rows. @throws DecodeError */
  async toArray(): Promise<AggregationRow<Row>[]> {
    const { repository, aggregation, options } = this.#steps.sent('toArray');
    return (await aggregateAll(repository, aggregation, options)) as AggregationRow<Row>[];
  }

  /** Reads the first row; null if nothing is left. @throws DecodeError */
  async first(): Promise<AggregationRow<Row> | null> {
    const limited = this.#steps.kept(() => ({ $limit: 1 }));
    const [first = null] = await new AggregationReading<Row>(limited).toArray();
    return first;
  }

  /** Reads the rows in batches: `for await (const row of people.aggregate())`. @throws DecodeError */
  [Symbol.asyncIterator](): AsyncIterator<AggregationRow<Row>, void, void> {
    const { repository, aggregation, options } = this.#steps.sent('for await');
    return aggregateEach(repository, aggregation, options) as AsyncGenerator<AggregationRow<Row>, void, void>;
  }

  /**
   * Asks the server how it runs the pipeline; by default without running it.
   * @throws InvalidPipelineError for another verbosity; InvalidQueryError in a transaction
   */
  async explain(verbosity: ExplainVerbosity = 'queryPlanner'): Promise<Plain> {
    if (!explainVerbosities.includes(verbosity)) throw unknownVerbosity();
    const { repository, aggregation, options } = this.#steps.sent('explain');
    return explainAggregation(repository, aggregation, verbosity, options);
  }

  /** Prevents an accidental conversion to JSON: an aggregation holds no rows. @throws InvalidPipelineError */
  toJSON(): never {
    throw unread();
  }
}
