import { Random } from '../random.js';
import type { Payload } from './corpus/payload.js';
import type { Position } from './positions.js';

/** How much of the corpus is tried: a twentieth, all of it where `INJECTION_SHARE` is 1, as in the soak. */
const share = Number(process.env['INJECTION_SHARE'] ?? 0.05);

/** Another twentieth each time. `INJECTION_SEED` repeats one. */
const seed = process.env['INJECTION_SEED'] ?? String(Math.floor(Math.random() * 1_000_000));

/** For the names of tests, so that a failure says what to repeat. */
export const sample = share === 1 ? 'all of the corpus' : `INJECTION_SEED=${seed}, ${share} of the corpus`;

/** Whether a payload is tried at a position. The choice follows from the seed alone, whatever is tried besides. */
export function isTried(method: string, position: Pick<Position, 'name'>, payload: Payload): boolean {
  return share === 1 || new Random([seed, method, position.name, payload.name].join(' ')).chance(share);
}
