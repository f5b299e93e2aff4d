import { millisecondsOf } from '../../value/duration.js';

/** The greatest number of seconds that the server takes. */
const limit = 2 ** 31 - 1;

/** The whole seconds of a duration, 0 included; undefined for anything else, and for a part of a second. */
export function secondsOf(duration: unknown): number | undefined {
  if (duration === 0 || duration === '0s') return 0;
  const seconds = (millisecondsOf(duration) ?? NaN) / 1000;
  return Number.isInteger(seconds) && seconds <= limit ? seconds : undefined;
}
