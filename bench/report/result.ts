import type { Sample } from '../run/messages.js';
import type { Samples } from '../run/run-work.js';
import type { Goal, Work } from '../works/work.js';
import { median, middleHalf } from './statistics.js';

/** The measurements of one work. */
export interface WorkResult {
  readonly name: string;
  readonly title: string;
  readonly documentSize: string;
  readonly unit: 'microseconds' | 'bytes';
  readonly rounds: number;
  readonly goal: Goal | undefined;
  /** Whether this package reached the goal; undefined without a goal, or where this package was left out. */
  readonly isReached: boolean | undefined;
  readonly libraries: readonly LibraryResult[];
}

export interface LibraryResult {
  readonly library: string;
  /** CPU time or memory: the median of the rounds, for one operation or document. */
  readonly median: number;
  readonly medianWall: number | undefined;
  /**
   * To the first library: the median of the ratios of each round, whose parts were measured one right after the other,
   * so that a machine that becomes busy slows both.
   */
  readonly ratio: number;
  readonly middleHalfOfRatios: readonly [number, number];
  readonly wallRatio: number | undefined;
  readonly samples: readonly Sample[];
}

export const ours = 'nestjs-documents';

export function toResult(work: Work, samples: Samples): WorkResult {
  const [reference = []] = samples.values();
  const libraries = [...samples].map(([library, own]) => libraryResult(library, own, reference));
  const own = libraries.find(({ library }) => library === ours);
  const { name, title, goal } = work;
  const isComparable = goal?.of === 'microseconds' || libraries[0]?.library === work.libraries[0];
  return {
    ...{ name, title, goal, documentSize: work.shape.size },
    unit: reference.some((sample) => 'bytes' in sample) ? 'bytes' : 'microseconds',
    rounds: reference.length,
    isReached:
      goal && own && isComparable ? (goal.of === 'ratio' ? own.ratio : own.median) <= goal.atMost : undefined,
    libraries,
  };
}

function libraryResult(
  library: string,
  samples: readonly Sample[],
  reference: readonly Sample[],
): LibraryResult {
  const ratios = ratiosOf(samples, reference, costOf);
  const hasWall = samples.every((sample) => 'wall' in sample);
  return {
    library,
    median: median(samples.map(costOf)),
    medianWall: hasWall ? median(samples.map(wallOf)) : undefined,
    ratio: median(ratios),
    middleHalfOfRatios: middleHalf(ratios),
    wallRatio: hasWall ? median(ratiosOf(samples, reference, wallOf)) : undefined,
    samples,
  };
}

function ratiosOf(
  samples: readonly Sample[],
  reference: readonly Sample[],
  valueOf: (sample: Sample) => number,
): number[] {
  return samples.map((sample, round) => valueOf(sample) / valueOf(reference[round] as Sample));
}

function costOf(sample: Sample): number {
  return 'bytes' in sample ? sample.bytes : sample.cpu;
}

function wallOf(sample: Sample): number {
  return 'wall' in sample ? sample.wall : NaN;
}
