import type { IndexDescription } from 'mongodb';
import { describe, expect, test } from 'vitest';
import type { DeclaredIndex } from '../../../lib/server/declared-collection.js';
import { withFailPoint } from '../../support/fail-points.js';
import { capabilities } from '../../support/server.js';
import { errorOf } from '../../support/world/integration-app.js';
import { index, openServerWorld, people } from './server-world.js';

const where = { partialFilterExpression: { c: 1 } };

interface Names {
  readonly exists: IndexDescription[];
  readonly declared: DeclaredIndex[];
  /** The indexes after applying without dropping. */
  readonly then: Record<string, object>;
  /** The rows of the plan that is left. */
  readonly left?: string[];
}

/** By what the names are like. */
const names: Record<string, Names> = {
  'a name is that of an index that is not declared': {
    exists: [
      { key: { a: 1 }, name: 'x' },
      { key: { c: 1 }, name: 'y' },
    ],
    declared: [index({ a: 1 }, { name: 'y' })],
    then: { 'y~2': { key: { a: 1 } }, y: { key: { c: 1 } } },
    left: ['extra | drop index | people.y | { c: 1 }'],
  },
  'two names are swapped': {
    exists: [
      { key: { a: 1 }, name: 'x' },
      { key: { b: 1 }, name: 'y' },
    ],
    declared: [index({ b: 1 }, { name: 'x' }), index({ a: 1 }, { name: 'y' })],
    then: { 'x~2': { key: { b: 1 } }, 'y~2': { key: { a: 1 } } },
  },
  'two names of unique indexes are swapped': {
    exists: [
      { key: { a: 1 }, name: 'x', unique: true },
      { key: { b: 1 }, name: 'y', unique: true },
    ],
    declared: [index({ b: 1 }, { name: 'x', unique: true }), index({ a: 1 }, { name: 'y', unique: true })],
    then: { 'x~2': { key: { b: 1 }, unique: true }, 'y~2': { key: { a: 1 }, unique: true } },
  },
  'a default name becomes that of a partial index': {
    exists: [{ key: { a: 1, b: -1 } }],
    declared: [index({ a: 1, b: -1 }, { name: 'q' }), index({ a: 1, b: -1 }, where)],
    then: { q: { key: { a: 1, b: -1 } }, 'a_1_b_-1~2': { key: { a: 1, b: -1 }, ...where } },
  },
  'a default name becomes that of a partial index that is declared first': {
    exists: [{ key: { a: 1, b: -1 } }],
    declared: [index({ a: 1, b: -1 }, where), index({ a: 1, b: -1 }, { name: 'q' })],
    then: { q: { key: { a: 1, b: -1 } }, 'a_1_b_-1~2': { key: { a: 1, b: -1 }, ...where } },
  },
  'a name is that of the counterpart of another index': {
    exists: [{ key: { title: 1 }, name: 'search' }],
    declared: [index({ title: 1 }), index({ title: 1, year: -1 }, { name: 'search' })],
    then: { search: { key: { title: 1 } }, 'search~2': { key: { title: 1, year: -1 } } },
  },
  'the name of a guard is that of another index': {
    exists: [
      { key: { a: 1 }, name: 'old', unique: true },
      { key: { g: 1 }, name: 'm~guard' },
    ],
    declared: [index({ a: 1 }, { name: 'm', unique: true })],
    then: { m: { key: { a: 1 }, unique: true }, 'm~guard': { key: { g: 1 } } },
    left: ['extra | drop index | people.m~guard | { g: 1 }'],
  },
  'another index has a name like that of a replacement': {
    exists: [
      { key: { e: 1 }, name: 'm' },
      { key: { f: 1 }, name: 'm~2' },
    ],
    declared: [index({ e: 1 }, { name: 'm' })],
    then: { m: { key: { e: 1 } }, 'm~2': { key: { f: 1 } } },
    left: ['extra | drop index | people.m~2 | { f: 1 }'],
  },
  'an index is missing and another has a name like that of its replacement': {
    exists: [{ key: { f: 1 }, name: 'm~2' }],
    declared: [index({ e: 1 }, { name: 'm' })],
    then: { m: { key: { e: 1 } }, 'm~2': { key: { f: 1 } } },
    left: ['extra | drop index | people.m~2 | { f: 1 }'],
  },
  'keys look like numbers': {
    exists: [
      {
        key: new Map([
          ['b', 1 as const],
          ['1', 1 as const],
        ]),
        name: 'b_1_1_1',
      },
    ],
    declared: [
      {
        ...index({}, { name: 'b_1_1_1' }),
        keys: [
          ['b', 1],
          ['1', 1],
        ],
      },
    ],
    then: { b_1_1_1: { key: { b: 1, 1: 1 } } },
  },
};

describe('Where', () => {
  for (const [title, { exists, declared, then, left = [] }] of Object.entries(names))
    test(`${title}, applying comes to its end and drops nothing that is not declared`, async () => {
      await using world = await openServerWorld();
      await world.make(exists);
      await world.apply(people(declared));
      expect(await world.indexes()).toEqual(then);
      expect(await world.rowsOf(people(declared))).toEqual(left);
      expect(await world.apply(people(declared))).toEqual([]);
      await world.apply(people(declared), true);
      expect((await world.plan(people(declared))).isEmpty).toBe(true);
    });
});

test('Another instance that found another name free leaves the index that is there', async () => {
  await using world = await openServerWorld();
  const { exists, declared } = names['two names are swapped'] as Names;
  await world.make(exists);
  const plan = await world.plan(people(declared));
  const collection = world.connection.db.collection('people');
  await collection.dropIndex('y');
  await world.apply(people(declared));
  const then = { 'x~2': { key: { b: 1 } }, y: { key: { a: 1 } } };
  expect(await world.indexes()).toEqual(then);
  await world.applyPlan(plan);
  expect(await world.indexes()).toEqual(then);
});

describe.skipIf(!capabilities.failPoints)('Where the name of a guard is taken (needs fail points)', () => {
  test.each([1, 2, 3])(
    'and applying failed after %i commands, the next one removes its guard',
    async (skip) => {
      await using world = await openServerWorld();
      const { exists, declared, then } = names['the name of a guard is that of another index'] as Names;
      await world.make(exists);
      const collection = world.connection.db.collection('people');
      await collection.insertOne({ a: 1 });
      const failure = { commands: ['createIndexes', 'dropIndexes'], skip, data: { errorCode: 8 } };
      const error = await withFailPoint(world.appName, failure, () =>
        errorOf(() => world.apply(people(declared))),
      );
      expect(error).toMatchObject({ code: 'SCHEMA_NOT_APPLIED', serverCode: 8 });
      expect(await errorOf(() => collection.insertOne({ a: 1 }))).toMatchObject({ code: 11000 });
      expect(Object.keys(await world.indexes())).toContain('m~guard2');
      await world.apply(people(declared));
      expect(await world.indexes()).toEqual(then);
    },
  );
});
