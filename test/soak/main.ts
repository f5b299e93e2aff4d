import { Breach } from './fault/breach.js';
import { toReport } from './report.js';
import { soak } from './soak.js';
import type { SoakOptions } from './soak.js';

/** As `scripts/soak/options.mjs` reads them from the command line. */
const options = JSON.parse(process.argv[2] ?? '{}') as SoakOptions;

console.log(`Seed ${options.seed}, ${options.callers} callers, ${options.minutes} minutes`);
try {
  const { tally, notices } = await soak(options, console.log);
  console.log(`\n${toReport(tally, notices)}\n\nNothing differs.`);
} catch (error) {
  if (error instanceof Breach) console.log(`\nBREACH (seed ${options.seed})\n${error.message}`);
  else console.error(error);
  process.exitCode = 1;
}
