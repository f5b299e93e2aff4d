import { describe, expect, test, vi } from 'vitest';
import { applicationOf } from '../../bench/types/application.js';
import {
  aggregationsOf,
  costOf,
  decoratedClasses,
  nestedChanges,
  nestedClasses,
} from './generated-classes.js';
import type { NestedShape } from './generated-classes.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** How many types the compiler makes says what an editor waits for, and does not depend on the machine. A million take about 3 s. */
describe('the types of a repository', () => {
  test('cost an application of 60 classes with 30 fields no more than is recorded', () => {
    const { imports, body } = applicationOf(60, 30);
    const { instantiations, errors } = costOf(body, imports);

    expect(errors).toEqual([]);
    expect(instantiations).toBeLessThan(272_000);
  });

  test('cost an aggregation of each of 60 classes with 30 fields no more than is recorded', () => {
    const { imports, body } = aggregationsOf(60, 30);
    const { instantiations, errors } = costOf(body, imports);

    expect(errors).toEqual([]);
    expect(instantiations).toBeLessThan(750_000);
  });

  test.each<[string, NestedShape, number]>([
    ['with two levels of others', { scalars: 10, nested: 2, lists: 1, classes: 9 }, 46_500],
    ['of thousands of paths through lists', { scalars: 8, nested: 4, lists: 2, classes: 30 }, 78_000],
    ['that holds itself', { scalars: 10, nested: 3, lists: 1, classes: 1 }, 54_000],
    ['of twenty that hold each other', { scalars: 10, nested: 20, lists: 5, classes: 20 }, 130_000],
    ['of forty that hold lists of each other', { scalars: 5, nested: 40, lists: 40, classes: 40 }, 470_000],
    ['of five that are in maps', { scalars: 10, nested: 3, lists: 1, maps: 3, classes: 5 }, 140_000],
    [
      'of three with sixty fields and lists of each other',
      { scalars: 60, nested: 2, lists: 2, classes: 3 },
      120_000,
    ],
  ])('cost a class %s no more than is recorded', (_name, shape, recorded) => {
    const { instantiations, errors } = costOf(nestedClasses(shape));

    expect(errors).toEqual([]);
    expect(instantiations).toBeLessThan(recorded);
  });

  test('cost the decorators of 60 classes with 30 fields no more than is recorded', () => {
    const { instantiations, errors } = costOf(decoratedClasses(60, 30));

    expect(errors).toEqual([]);
    expect(instantiations).toBeLessThan(133_000);
  });

  test.each<[string, NestedShape, number]>([
    ['with two levels of others', { scalars: 10, nested: 2, lists: 1, classes: 9 }, 37_000],
    ['that holds itself', { scalars: 10, nested: 3, lists: 1, classes: 1 }, 41_000],
    ['of forty that hold lists of each other', { scalars: 5, nested: 40, lists: 40, classes: 40 }, 350_000],
  ])('cost the change set of a class %s no more than is recorded', (_name, shape, recorded) => {
    const { instantiations, errors } = costOf(nestedChanges(shape));

    expect(errors).toEqual([]);
    expect(instantiations).toBeLessThan(recorded);
  });
});
