import { noOptions } from '../operation/operation-options.js';
import type { AggregationOptions } from '../operation/aggregate/aggregation-options.js';
import type { RepositoryContext } from '../operation/repository-context.js';
import { compileRaw } from '../query/pipeline/raw-stage.js';
import type { RawStage } from '../query/pipeline/raw-stage.js';
import { Aggregation } from './aggregation.js';
import { AggregationSteps } from './aggregation-steps.js';

/** The arguments of `aggregate`: options, or raw stages and options. */
export type AggregateArguments<T> = [AggregationOptions<T>?] | [readonly RawStage[], AggregationOptions<T>?];

/** Begins an aggregation, by the arguments of `aggregate`: options, or a pipeline in MongoDB's own form and options. */
export function aggregate<T extends object>(
  context: RepositoryContext,
  given: readonly unknown[],
): Aggregation<T, unknown> {
  const [pipeline, options = noOptions] = Array.isArray(given[0]) ? given : [undefined, given[0]];
  const steps = AggregationSteps.of(context, options as AggregationOptions);
  if (pipeline === undefined) return new Aggregation(steps);
  return new Aggregation(steps.then(compileRaw(steps.row, 'aggregate', pipeline as readonly unknown[])));
}
