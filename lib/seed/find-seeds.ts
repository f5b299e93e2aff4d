import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isShownName, shownName } from '../errors/shown-name.js';
import { InvalidSeedError } from '../module/seed/seed-errors.js';
import { exportedClasses } from '../value/exported-classes.js';
import type { Seed, SeedClass } from './seed.js';

/** A seed that was found. */
export interface FoundSeed {
  readonly id: string;
  /** Loads its class. @throws InvalidSeedError */
  readonly load: () => Promise<SeedClass>;
}

/** Files of programs, without declarations and tests; names that begin with a dot or `_` are for other files. */
const seedFile = /^(?![._])(?!.*\.d\.[cm]?ts$)(?!.*\.(?:spec|test)\.)(.+)\.[cm]?[jt]s$/;

/**
 * Finds the seeds of a folder, in the order of their names. None is loaded.
 * @throws InvalidSeedError if the folder cannot be read, or two files have one name
 */
export async function findSeeds(directory: string): Promise<FoundSeed[]> {
  const folder = resolve(directory);
  const names = (await namesIn(folder)).filter((name) => seedFile.test(name)).sort();
  const found: FoundSeed[] = [];
  for (const name of names) {
    const id = seedFile.exec(name)?.[1] ?? '';
    if (found.some((each) => each.id === id))
      throw new InvalidSeedError(
        id,
        'Two files have this name, with different extensions',
        'Keep one of them',
      );
    found.push({ id, load: () => loadSeed(id, join(folder, name)) });
  }
  return found;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw new InvalidSeedError(
      '',
      `Their folder ${folder} cannot be read`,
      'Name the folder that has them at run time: after a build, the compiled ones',
      error,
    );
  }
}

async function loadSeed(id: string, file: string): Promise<SeedClass> {
  let exported: unknown;
  try {
    exported = await import(/* @vite-ignore */ pathToFileURL(file).href);
  } catch (error) {
    throw new InvalidSeedError(id, 'Its file cannot be loaded', 'See "cause"', error);
  }
  return assertSeedClass(id, classIn(id, exported));
}

/** The default export of a module, else the only class with a method `run`. @throws InvalidSeedError */
function classIn(id: string, exported: unknown): unknown {
  const [first, second] = exportedClasses(exported, hasRun);
  if (second === undefined) return first;
  throw new InvalidSeedError(
    id,
    'Its file exports several classes with a method run',
    'Export one by default: export default class',
  );
}

function hasRun(value: unknown): value is SeedClass {
  if (typeof value !== 'function') return false;
  const { prototype } = value as { readonly prototype?: Partial<Seed> };
  return typeof prototype?.run === 'function';
}

/** @throws InvalidSeedError */
export function assertSeedClass(id: string, value: unknown): SeedClass {
  if (hasRun(value)) return value;
  throw new InvalidSeedError(
    id,
    'It has no class with a method run',
    'Export a class: export default class { async run(context) { … } }',
  );
}

/**
 * Leaves only the named seeds, in their own order.
 * @throws InvalidSeedError if one of them does not exist
 */
export function chooseSeeds(found: readonly FoundSeed[], only: readonly string[]): FoundSeed[] {
  const unknown = only.find((id) => !found.some((each) => each.id === id));
  if (unknown === undefined) return found.filter(({ id }) => only.includes(id));
  const ids = found.map(({ id }) => id).join(', ');
  throw new InvalidSeedError(
    isShownName(unknown) ? unknown : '',
    `No seed has the name ${shownName(unknown)}`,
    ids === '' ? 'There are no seeds at all' : `The seeds are ${ids}`,
  );
}
