import { Aggregation } from '../../../../lib/repository/aggregation.js';
import { AggregationSteps } from '../../../../lib/repository/aggregation-steps.js';
import { DocumentRegistry } from '../../../../lib/schema/document-registry.js';
import { Person, personSchema, Sample, sampleSchema } from '../../../support/unit/unit-world.js';

const registry = new DocumentRegistry();
registry.registerAll([Person, Sample]);

function aggregationOf<T extends object>(schema: typeof personSchema): Aggregation<T> {
  const context = { schema, registry, family: registry.family(schema) };
  return new Aggregation(AggregationSteps.of(context as never, {}));
}

/** Aggregations that nobody sends. */
export const people = aggregationOf<Person>(personSchema);
export const samples = aggregationOf<Sample>(sampleSchema);
