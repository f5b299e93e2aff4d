import { parseArgs } from 'node:util';

export const usage = `npm run soak -- [options]

  --seed N        what all random choices follow from (default another one each time; it is printed)
  --minutes N     how long, also 0.5 (default 10)
  --callers N     how many run transactions at the same time (default 8)
  --no-faults     makes no command of the server fail
  --no-injection  leaves out the corpus of injections afterwards
  --break WHAT    breaks something, to see that it is found: retry-reset or lost-notice
  --help          prints this`;

const breaks = ['retry-reset', 'lost-notice'];

/**
 * Reads the options of `npm run soak`.
 *
 * @param {readonly string[]} parameters
 * @throws if an option is unknown or invalid
 */
export function readOptions(parameters) {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      help: { type: 'boolean', default: false },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
      minutes: { type: 'string', default: '10' },
      callers: { type: 'string', default: '8' },
      'no-faults': { type: 'boolean', default: false },
      'no-injection': { type: 'boolean', default: false },
      break: { type: 'string' },
    },
  });
  const [seed, minutes, callers] = [Number(values.seed), Number(values.minutes), Number(values.callers)];
  if (!Number.isSafeInteger(seed)) throw new Error('--seed takes a whole number.');
  if (!(minutes > 0)) throw new Error('--minutes takes a number above 0.');
  if (!(Number.isInteger(callers) && callers > 0))
    throw new Error('--callers takes a whole number from 1 on.');
  if (values.break !== undefined && !breaks.includes(values.break))
    throw new Error(`--break takes ${breaks.join(' or ')}.`);
  return {
    isHelp: values.help,
    seed,
    minutes,
    callers,
    break: values.break,
    hasFaults: !values['no-faults'],
    hasInjection: !values['no-injection'] && values.break === undefined,
  };
}
