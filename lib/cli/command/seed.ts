import { resolve } from 'node:path';
import { runSeeds } from '../../seed/run-seeds.js';
import type { SeedOutcome } from '../../seed/run-seeds.js';
import type { RunningApplication } from '../application/run-in-application.js';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import type { Output } from '../output/output.js';
import { durationText } from '../output/duration-text.js';
import { tableLines } from '../output/table.js';

export interface SeedOptions {
  /** The folder of the seeds; default as package.json says, else `dist/seeds`. */
  readonly directory?: string;
  /** The ids of the only seeds to run. */
  readonly only?: readonly string[];
}

const usualDirectory = 'dist/seeds';

/** Runs the seeds of the application in the order of their names. @throws InvalidSeedError, SeedFailedError */
export async function seed(
  { app, project, folder }: RunningApplication,
  output: Output,
  { directory, only }: SeedOptions,
): Promise<ExitCode> {
  const place =
    directory === undefined
      ? resolve(project.folder, project.settings.seeds ?? usualDirectory)
      : resolve(folder, directory);
  const seeds = await runSeeds(app, { directory: place, ...(only && { only }) });
  if (output.isJson) await output.json({ seeds });
  else await output.lines(linesOf(seeds, output));
  return exitCode.done;
}

function linesOf(seeds: readonly SeedOutcome[], { style }: Output): string[] {
  if (seeds.length === 0) return ['There are no seeds.'];
  return tableLines(seeds.map(({ id, duration }) => [id, durationText(duration)])).map(
    (line) => `${style.green('done')}  ${line}`,
  );
}
