import { Logger } from '@nestjs/common';
import type { INestApplicationContext } from '@nestjs/common';
import { InvalidSeedError, SeedFailedError } from '../module/seed/seed-errors.js';
import { instantiate } from '../module/instantiate.js';
import { describeValue } from '../value/describe-value.js';
import { isObject } from '../value/own-value.js';
import { assertSeedClass, chooseSeeds, findSeeds } from './find-seeds.js';
import type { FoundSeed } from './find-seeds.js';
import type { Seed, SeedClass } from './seed.js';

/** The seeds to run: a folder of files, or classes by their ids. */
export type SeedSource =
  { readonly directory: string } | { readonly seeds: Readonly<Record<string, SeedClass>> };

/** Options of `runSeeds`. */
export type RunSeedsOptions = SeedSource & {
  /** The ids of the only seeds that are run, in the order of all. Default all. */
  readonly only?: readonly string[];
  /** Called before each seed is run. */
  readonly onSeed?: (id: string) => void;
};

/** One seed that was run. */
export interface SeedOutcome {
  readonly id: string;
  /** In milliseconds. */
  readonly duration: number;
}

/**
 * Runs seeds one after another in the order of their names. All of these are made before the first one is run.
 * @param app the application: seeds get providers of any of its modules
 * @returns the seeds that were run
 * @throws InvalidSeedError before anything is run; SeedFailedError at the first seed that fails: what was stored stays
 */
export async function runSeeds(
  app: INestApplicationContext,
  options: RunSeedsOptions,
): Promise<SeedOutcome[]> {
  assertOptions(options);
  const { only, onSeed } = options;
  const all = 'directory' in options ? await findSeeds(options.directory) : given(options.seeds);
  const prepared: { readonly id: string; readonly seed: Seed }[] = [];
  for (const { id, load } of only ? chooseSeeds(all, only) : all) {
    const refuse = (reason: string, remedy: string, cause?: unknown): InvalidSeedError =>
      new InvalidSeedError(id, reason, remedy, cause);
    prepared.push({ id, seed: await instantiate(app, await load(), id, refuse) });
  }
  const outcomes: SeedOutcome[] = [];
  for (const { id, seed } of prepared) {
    onSeed?.(id);
    const began = performance.now();
    try {
      await seed.run({ id, app, logger: new Logger(id) });
    } catch (error) {
      throw new SeedFailedError(
        id,
        outcomes.map((each) => each.id),
        error,
      );
    }
    outcomes.push({ id, duration: Math.round(performance.now() - began) });
  }
  return outcomes;
}

function given(seeds: Readonly<Record<string, SeedClass>>): FoundSeed[] {
  const entries = Object.entries(seeds).map(([id, each]) => ({
    id,
    load: async () => assertSeedClass(id, each),
  }));
  return entries.sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** @throws InvalidSeedError */
function assertOptions(options: unknown): void {
  const { directory, seeds, only, onSeed }: Readonly<Record<string, unknown>> = isObject(options)
    ? options
    : {};
  const refuse = (reason: string, remedy: string): never => {
    throw new InvalidSeedError('', reason, remedy);
  };
  if ((directory === undefined) === (seeds === undefined))
    refuse('Their options do not have exactly one of "directory" and "seeds"', 'Pass one of them');
  if (directory !== undefined && (typeof directory !== 'string' || directory === ''))
    refuse(`Their "directory" is ${describeValue(directory)}`, 'Pass the path of a folder');
  if (seeds !== undefined && !isObject(seeds))
    refuse(`Their "seeds" are ${describeValue(seeds)}`, 'Pass an object of classes by their ids');
  if (only !== undefined && !(Array.isArray(only) && only.every((id) => typeof id === 'string')))
    refuse('Their "only" is not a list of ids', "Pass a list: { only: ['01-people'] }");
  if (onSeed !== undefined && typeof onSeed !== 'function')
    refuse(`Their "onSeed" is ${describeValue(onSeed)}`, 'Pass a function');
}
