import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observe } from './observation.js';
import type { Observation, Outcome } from './observation.js';
import { recorded, recordedNames } from './recording.js';
import { changes } from './scenarios-changes.js';
import { deletesAndLists } from './scenarios-deletes-and-lists.js';
import { rulesAndUpdates } from './scenarios-rules-and-updates.js';
import { saves } from './scenarios-saves.js';
import { startWorld, stopWorld } from '../world.js';
import type { World } from '../world.js';

const scenarios = [...saves, ...deletesAndLists, ...changes, ...rulesAndUpdates];

/** Aspects, and what a test of one says. */
const aspects: Readonly<Record<keyof Observation, string>> = {
  order: 'sends the signals in order',
  created: 'flags what is created',
  seen: 'shows receivers the document',
  changes: 'names the changed paths',
  contexts: 'hands on what the caller passed',
  commands: 'sends the commands',
  stored: 'leaves the documents in the database',
  error: 'ends with its error or none',
};

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  await stopWorld(world);
});

describe('The recording of MongoEngine', () => {
  test('has 34 scenarios', () => {
    expect(recordedNames).toHaveLength(34);
  });

  test('has every scenario once in the tables', () => {
    const inTables = scenarios.map(({ name }) => name);

    expect(inTables.sort()).toEqual([...recordedNames].sort());
  });
});

describe.each(scenarios)('$name: $fact', ({ name, run, ours = {}, ...scenario }) => {
  let outcome: Outcome;

  beforeAll(async () => {
    const { documentClasses } = scenario;
    const own = documentClasses ? await startWorld([], documentClasses) : world;
    outcome = await observe(own, run);
    if (own !== world) await stopWorld(own);
  });

  for (const [aspect, does] of Object.entries(aspects) as [keyof Observation, string][]) {
    const difference = ours[aspect];
    if (difference) {
      test(`${does}, unlike MongoEngine: ${difference.difference}`, () => {
        expect(outcome.observed[aspect]).toEqual(difference.is);
      });
    } else {
      test(`${does} as MongoEngine does`, () => {
        expect(outcome.observed[aspect]).toEqual(recorded(name)[aspect]);
      });
    }
  }

  test('states no difference where there is none', () => {
    const stated = Object.entries(ours) as [keyof Observation, { readonly is: unknown }][];

    for (const [aspect, { is }] of stated) expect(is).not.toEqual(recorded(name)[aspect]);
  });

  if (scenario.throws !== undefined) {
    test('gives the caller the very error', () => {
      expect(outcome.thrown).toBe(scenario.throws);
    });
  }
});
