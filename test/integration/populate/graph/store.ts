import type { IntegrationApp } from '../../../support/world/integration-app.js';
import type { Graph } from './model.js';

/** Stores a graph, and nothing else; last ids first, so that the order of storing is not that of the ids. */
export async function store({ db }: IntegrationApp, { cities, sights }: Graph): Promise<void> {
  for (const [name, documents] of [['cities', cities] as const, ['sights', sights] as const]) {
    const collection = db.collection<{ readonly _id: never }>(name);
    await collection.deleteMany({});
    if (documents.length > 0) await collection.insertMany(documents.toReversed() as { _id: never }[]);
  }
}
