import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { gte } from 'nestjs-documents';
import { openApp } from '../../../support/world/integration-app.js';
import type { IntegrationApp } from '../../../support/world/integration-app.js';
import { graphs } from './arbitraries.js';
import { City, classes } from './classes.js';
import { store } from './store.js';
import { Model } from './model.js';
import type { Options } from './model.js';
import { steps } from './steps.js';
import { viewOf } from './view.js';

const numRuns = 100;

/** The properties of a city that are filled, and options that they take. */
const asked = fc.constantFrom(...Object.keys(steps.City)).chain((path) => {
  const { kind, to } = steps.City[path]!;
  const isList = kind === 'list' || kind === 'many';
  const optional = <T>(isTaken: boolean, value: fc.Arbitrary<T>) =>
    isTaken ? fc.option(value, { nil: undefined }) : fc.constant(undefined);
  const options: fc.Arbitrary<Options> = fc.record({
    least: optional(true, fc.nat(3)),
    // Always for lists of those that refer to a document: their order is the server's otherwise.
    sort: isList ? fc.constantFrom('asc' as const, 'desc' as const) : fc.constant(undefined),
    limit: optional(isList, fc.integer({ min: 1, max: 3 })),
    withDeleted: optional(to !== 'Sight', fc.boolean()),
  });
  return options.map((given) => ({ path, options: given }));
});

describe('Options for documents of a random graph that are populated', () => {
  let world: IntegrationApp;
  beforeAll(async () => {
    world = await openApp(classes);
  });
  afterAll(() => world.close());

  test('choose, sort and cut as the model says, for each document, by one command', async () => {
    const counts = { cut: 0, left: 0 };
    await fc.assert(
      fc.asyncProperty(graphs, asked, async (graph, { path, options }) => {
        await store(world, graph);
        const { least, sort, limit, withDeleted } = options;
        const given = {
          ...(least !== undefined && { filter: { rank: gte(least) } }),
          ...(sort && { sort: { rank: sort, id: 'asc' as const } }),
          ...(limit !== undefined && { limit }),
          ...(withDeleted !== undefined && { withDeleted }),
        };
        const query = world
          .repository(City)
          .find()
          .sort({ id: 'asc' })
          .populate(path as 'twins', given as object);
        let found: readonly object[] = [];
        const sent = await world.commandsOf(async () => (found = await query.toArray()));
        const tree = new Map([[path, new Map()]]);
        const [model, free] = [new Model(graph, options), new Model(graph)];
        const views = found.map((each) => viewOf(each, 'City', tree));
        expect(views).toEqual(model.roots.map((each) => model.view(each, 'City', tree)));
        const commands = model.commands(model.roots, 'City', tree);
        expect(sent).toHaveLength(1 + commands.length);
        const unlimited = free.roots.map((each) => free.view(each, 'City', tree));
        counts[JSON.stringify(views) === JSON.stringify(unlimited) ? 'left' : 'cut']++;
      }),
      { numRuns },
    );
    expect(Math.min(counts.cut, counts.left)).toBeGreaterThan(10);
  });
});
