import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { MongoClient } from 'mongodb';
import { readCircumstances } from './report/circumstances.js';
import { toResult } from './report/result.js';
import type { WorkResult } from './report/result.js';
import { amount, factor, titleOf, toMarkdown } from './report/tables.js';
import { runWork } from './run/run-work.js';
import type { Pace, Samples } from './run/run-work.js';
import { allWorks } from './works/all.js';
import type { Work } from './works/work.js';

/** As `scripts/bench/options.mjs` reads them from the command line. */
interface Options {
  readonly rounds: number | undefined;
  readonly only: string | undefined;
  readonly libraries: readonly string[] | undefined;
  readonly isQuick: boolean;
  readonly jsonPath: string;
}

const paces: Record<'full' | 'quick', Pace> = {
  full: { rounds: 25, roundTime: 100, warmUpTime: 10_000 },
  quick: { rounds: 5, roundTime: 50, warmUpTime: 1000 },
};

const options = JSON.parse(process.argv[2] ?? '{}') as Options;

async function main(): Promise<void> {
  const circumstances = readCircumstances();
  const works = chosenWorks();
  if (works.length === 0)
    throw new Error(`No work is called like ${options.only ?? ''}: see bench/works/all.ts.`);
  const results: WorkResult[] = [];
  const isCapable = works.some(({ needsTransactions }) => needsTransactions) && (await hasTransactions());
  for (const work of works) {
    if (work.needsTransactions && !isCapable) {
      console.log(`${work.title}: left out, as this server has no transactions`);
      continue;
    }
    const result = toResult(work, await samplesOf(work));
    results.push(result);
    printProgress(result);
  }
  mkdirSync(dirname(options.jsonPath), { recursive: true });
  writeFileSync(options.jsonPath, `${JSON.stringify({ circumstances, results }, undefined, 2)}\n`);
  console.log(`\n${toMarkdown(circumstances, results)}\n\nAs JSON, with all samples: ${options.jsonPath}`);
}

function chosenWorks(): readonly Work[] {
  const pattern = new RegExp(options.only ?? '', 'i');
  return allWorks.filter((work) => {
    if (chosenLibraries(work).length === 0) return false;
    return pattern.test(work.name) || pattern.test(work.title);
  });
}

async function samplesOf(work: Work): Promise<Samples> {
  const uri = process.env['MONGODB_URI'] ?? '';
  const databasePrefix = process.env['MONGODB_DATABASE_PREFIX'] ?? '';
  const pace = paces[options.isQuick ? 'quick' : 'full'];
  const client = await new MongoClient(uri).connect();
  try {
    return await runWork(work, {
      client,
      // The URI names a database that has this prefix for its name.
      uriOf: (database) => uri.replace(`/${databasePrefix}`, `/${database}`),
      databasePrefix,
      libraries: chosenLibraries(work),
      pace: { ...pace, rounds: options.rounds ?? pace.rounds },
    });
  } finally {
    await client.close();
  }
}

/** Members of replica sets and routers have them; as the package itself asks. */
async function hasTransactions(): Promise<boolean> {
  const client = await new MongoClient(process.env['MONGODB_URI'] ?? '').connect();
  try {
    const { setName, msg } = await client.db('admin').command({ hello: 1 });
    return setName !== undefined || msg === 'isdbgrid';
  } finally {
    await client.close();
  }
}

function chosenLibraries(work: Work): readonly string[] {
  return work.libraries.filter((library) => options.libraries?.includes(library) ?? true);
}

function printProgress(result: WorkResult): void {
  const parts = result.libraries.map(
    ({ library, median, ratio }) => `${titleOf(library)} ${amount(median, result)} (${factor(ratio)})`,
  );
  console.log(`${result.title} (${result.documentSize}): ${parts.join(', ')}`);
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
});
