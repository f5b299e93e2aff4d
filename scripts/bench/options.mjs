import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cachePath } from '../run/project.mjs';

export const usage = `npm run bench -- [options]

  --quick             in some minutes, with fewer and shorter rounds
  --only PATTERN      only works whose name or title matches the regular expression
  --libraries A,B     only these libraries (names of the files in bench/libraries/)
  --rounds N          so many rounds
  --json FILE         where to write the numbers (default .cache/bench.json)
  --help              prints this`;

/**
 * Reads the options of `npm run bench`.
 *
 * @param {readonly string[]} parameters
 * @throws if an option is unknown or invalid
 */
export function readOptions(parameters) {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      help: { type: 'boolean', default: false },
      json: { type: 'string', default: cachePath('bench.json') },
      libraries: { type: 'string' },
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
    },
  });
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) {
    throw new Error('--rounds takes a whole number from 1 on.');
  }
  return {
    isHelp: values.help,
    isQuick: values.quick,
    jsonPath: resolve(values.json),
    libraries: values.libraries?.split(','),
    only: values.only === undefined ? undefined : new RegExp(values.only).source,
    rounds,
  };
}
