import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { DocumentRepository } from 'nestjs-documents';
import { openApp } from '../../../support/world/integration-app.js';
import type { IntegrationApp, SentCommand } from '../../../support/world/integration-app.js';
import { graphs, pathsFrom } from './arbitraries.js';
import { City, classes, Sight } from './classes.js';
import { Model } from './model.js';
import type { Asked, Graph, View } from './model.js';
import { steps, treeOf } from './steps.js';
import type { ClassName, Step, Tree } from './steps.js';

const numRuns = 80;

type Holder = Readonly<Record<string, any>>;

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

  async function store({ cities, sights }: Graph): Promise<void> {
    for (const [name, documents] of [['cities', cities] as const, ['sights', sights] as const]) {
      await world.db.collection(name).deleteMany({});
      if (documents.length > 0)
        await world.db.collection<{ _id: never }>(name).insertMany(documents as { _id: never }[]);
    }
  }

  test.each(Object.entries(ways))(
    'are filled as the model says, by as many commands and ids: %s',
    async (_title, findPopulated) => {
      const cities = world.repository(City);
      let [filledCount, missingCount] = [0, 0];
      await fc.assert(
        fc.asyncProperty(graphs, pathsFrom('City', 3), async (graph, paths) => {
          await store(graph);
          const model = new Model(graph);
          const tree = treeOf(paths);
          let found: readonly object[] = [];
          const sent = await world.commandsOf(async () => {
            found = await findPopulated(cities, paths.map((path) => path.join('.')) as never[]);
          });
          const views = found.map((each) => viewOf(each, 'City', tree));
          const expected = model.roots.map((each) => model.view(each, 'City', tree));
          expect(sortedById(views)).toEqual(sortedById(expected));
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

function viewOf(document: Holder, className: ClassName, tree: Tree): View {
  const filled = [...tree].map(([path, below]) => {
    const { kind, to } = steps[className][path] as Step;
    const value = mapHeld(document, path, (each) => viewOf(each, to, below));
    return [path, kind === 'many' ? sortedById(value as View[]) : value];
  });
  const { name } = document.constructor;
  return { id: String(document['id']), className: name, filled: Object.fromEntries(filled) };
}

/** The value at a path with each document replaced; maps become objects. */
function mapHeld(document: Holder, path: string, replace: (found: Holder) => unknown): unknown {
  const mapped = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(mapped);
    if (value instanceof Map)
      return Object.fromEntries(
        [...(value as Map<string, unknown>)].map(([key, each]) => [key, mapped(each)]),
      );
    return value instanceof City || value instanceof Sight ? replace(value) : value;
  };
  const [first = '', second] = path.split('.');
  if (second === undefined) return mapped(document[first]);
  const holder = document[first] as Holder | undefined;
  return Array.isArray(holder)
    ? holder.map((each: Holder) => mapped(each[second]))
    : mapped(holder?.[second]);
}

function sortedById(views: readonly View[]): View[] {
  return views.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** What a command reads, and the length of the list of ids in its filter. */
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
