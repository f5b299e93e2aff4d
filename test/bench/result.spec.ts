import { describe, expect, test } from 'vitest';
import { toResult } from '../../bench/report/result.js';
import type { LibraryResult } from '../../bench/report/result.js';
import { toMarkdown } from '../../bench/report/tables.js';
import type { Sample } from '../../bench/run/messages.js';
import { allWorks } from '../../bench/works/all.js';
import type { Work } from '../../bench/works/work.js';

const find = {
  ...(allWorks.find(({ name }) => name === 'find 1000 of 330 B') as Work),
  goal: { of: 'ratio', atMost: 0.75 },
} as const;

const times = (...cpus: number[]): Sample[] => cpus.map((cpu) => ({ cpu, wall: cpu * 2, spent: 100 }));

/** In the third round the machine was busy. */
const samples = new Map([
  ['driver', times(1000, 1000, 3000, 1000)],
  ['nestjs-documents', times(700, 710, 2130, 690)],
]);

describe('The result of a work', () => {
  const result = toResult(find, samples);
  const [driver, own] = result.libraries as [LibraryResult, LibraryResult];

  test('has the median of the rounds', () => {
    expect(driver.median).toBe(1000);
    expect(driver.medianWall).toBe(2000);
    expect(own.median).toBe(705);
  });

  test('has the median of the ratios of each round', () => {
    expect(driver.ratio).toBe(1);
    expect(own.ratio).toBeCloseTo(0.705);
    expect(own.middleHalfOfRatios[0]).toBeCloseTo(0.6975);
    expect(own.middleHalfOfRatios[1]).toBeCloseTo(0.71);
  });

  test('says whether the goal was reached', () => {
    expect(result.isReached).toBe(true);
    expect(toResult({ ...find, goal: { of: 'ratio', atMost: 0.7 } }, samples).isReached).toBe(false);
    expect(toResult({ ...find, goal: { of: 'microseconds', atMost: 704 } }, samples).isReached).toBe(false);
  });

  test('says nothing of the goal where what it is measured by was left out', () => {
    const alone = new Map([['nestjs-documents', times(700)]]);

    expect(toResult(find, alone).isReached).toBeUndefined();
  });
});

describe('The report', () => {
  test('says what it was measured on, and has a table of ratios with goals', () => {
    const report = toMarkdown(
      {
        date: '2026-01-02T03:04:05.678Z',
        server: 'MongoDB 8.0.0',
        node: 'v20.19.0',
        cpu: 'Some CPU, 2 cores',
        load: 0.5,
        versions: { driver: '7.9.0', typeorm: '1.1.1' },
      },
      [toResult(find, samples)],
    );

    expect(report.split('\n').slice(0, 8)).toEqual([
      'Server: MongoDB 8.0.0. Node: v20.19.0. Machine: Some CPU, 2 cores, load 0.5 before the first work. Date: 2026-01-02T03:04:05.678Z.',
      'Versions: driver 7.9.0, TypeORM 1.1.1.',
      '',
      'CPU time of the client, as a ratio to the driver; memory where documents are held',
      '',
      '| work                            | driver  | nestjs-documents | goal   |     |',
      '| ------------------------------- | ------- | ---------------- | ------ | --- |',
      '| find 1,000 into class instances | 1.00 ms | 0.70             | ≤ 0.75 | ok  |',
    ]);
  });
});
