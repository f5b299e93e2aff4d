import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { DocumentRepository } from 'nestjs-documents';
import { openApp } from '../../../support/world/integration-app.js';
import type { IntegrationApp, SentCommand } from '../../../support/world/integration-app.js';
import { graphs, pathsFrom } from './arbitraries.js';
import { City, classes } from './classes.js';
import { Model } from './model.js';
import type { Asked } from './model.js';
import { steps, treeOf } from './steps.js';
import { store } from './store.js';
import type { ClassName, Step, Tree } from './steps.js';
import { mapHeld, sorted, viewOf } from './view.js';
import type { Holder } from './view.js';

const numRuns = 80;

/** The ways to populate all cities. */
const ways = {
  'by toArray': (cities: DocumentRepository<City>, paths: never[]) =>
    cities
      .find()
      .populate(...paths)
      .toArray(),
  'as a stream': async (cities: DocumentRepository<City>, paths: never[]) => {
    const found: object[] = [];
    for await (const each of cities.find().populate(...paths)) found.push(each);
    return found;
  },
  'at hand': async (cities: DocumentRepository<City>, paths: never[]) =>
    cities.populate(await cities.find().toArray(), paths),
};

describe('Documents of a random graph that are populated', () => {
  let world: IntegrationApp;
  beforeAll(async () => {
    world = await openApp(classes);
  });
  afterAll(() => world.close());

  test.each(Object.entries(ways))(
    'are filled as the model says, by as many commands and ids: %s',
    async (_title, findPopulated) => {
      const cities = world.repository(City);
      let [filledCount, missingCount] = [0, 0];
      await fc.assert(
        fc.asyncProperty(graphs, pathsFrom('City', 3), async (graph, paths) => {
          await store(world, graph);
          const model = new Model(graph);
          const tree = treeOf(paths);
          let found: readonly object[] = [];
          const sent = await world.commandsOf(async () => {
            found = await findPopulated(cities, paths.map((path) => path.join('.')) as never[]);
          });
          const views = found.map((each) => viewOf(each, 'City', tree));
          const expected = model.roots.map((each) => model.view(each, 'City', tree));
          expect(sorted(views, 'City')).toEqual(sorted(expected, 'City'));
          expect(sent.map(askedBy)).toEqual([['cities', 0], ...model.commands(model.roots, 'City', tree)]);
          assertOneObjectEach(found, 'City', tree);
          filledCount += JSON.stringify(views).split('"className"').length - 1 - views.length;
          missingCount += JSON.stringify(views).split('null').length - 1;
        }),
        { numRuns },
      );
      expect(filledCount).toBeGreaterThan(numRuns);
      expect(missingCount).toBeGreaterThan(numRuns);
    },
  );
});

/** The collection that a command reads, and the length of the list of ids in its filter. */
function askedBy({ name, command }: SentCommand): Asked {
  const lists = Object.entries((command['filter'] ?? {}) as Record<string, { $in?: unknown[] } | null>)
    .filter(([key]) => key !== '_type')
    .map(([, condition]) => condition?.$in?.length ?? 0);
  return [command[name] as string, Math.max(0, ...lists)];
}

/** Checks that a document that fills properties is one object wherever it occurs, and none of those that are filled first. */
function assertOneObjectEach(roots: readonly Holder[], className: ClassName, tree: Tree): void {
  const objects = new Map<string, Holder>();
  const visit = (document: Holder, of: ClassName, below: Tree): void => {
    for (const [path, next] of below) {
      const { to } = steps[of][path] as Step;
      mapHeld(document, path, (found) => {
        const key = `${found['id']}`;
        expect(objects.get(key) ?? found).toBe(found);
        objects.set(key, found);
        visit(found, to, next);
      });
    }
  };
  for (const root of roots) visit(root, className, tree);
  expect(roots.filter((root) => [...objects.values()].includes(root))).toEqual([]);
}
